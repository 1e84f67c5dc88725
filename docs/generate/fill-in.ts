/** The page with other content between `<!-- name -->` and `<!-- /name -->`; the rest is written by hand. */
export function fillIn(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The page has no place <!-- ${name} --> … <!-- /${name} -->.`);
  return `${page.slice(0, from)}${begin}${content}${page.slice(to)}`;
}
