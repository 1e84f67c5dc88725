/** The library of types that the project uses knows nothing of WebAssembly. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const modules = new Map<string, object>();

/** A new instance of a module with its own memory; `code` is the text of an `x-wasm.ts`, and `E` what its `x.as` exports. */
export function wasmInstance<E>(code: string): E {
  let module = modules.get(code);
  if (module === undefined) {
    module = new WebAssembly.Module(Buffer.from(code, 'base64'));
    modules.set(code, module);
  }
  // It calls nothing outside; the compiler's own abort is never reached.
  const { exports } = new WebAssembly.Instance(module, { env: { abort: () => undefined } });
  // A test compiles the source and holds it to the code, so that these are its exports.
  return exports as E;
}
