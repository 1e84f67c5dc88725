export default {
  extensions: ['ts'],
  files: ['test/**/*.test.ts'],
  nodeArguments: ['--disable-warning=ExperimentalWarning', '--conditions=tributary-source'],
  timeout: '120s',
  workerThreads: false,
};
