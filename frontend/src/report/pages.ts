/** A piece of the report: what it is high, and whether it must stand with the next one (a heading). */
export interface Measured {
  height: number;
  keep: boolean;
  /** Begins a page of its own. */
  fresh: boolean;
}

/** Which pieces stand on which page: as many as fit, no heading alone at a page's end. */
export function paginate(pieces: readonly Measured[], room: number): number[][] {
  const pages: number[][] = [];
  let page: number[] = [];
  let used = 0;
  const turn = () => {
    if (page.length > 0) pages.push(page);
    page = [];
    used = 0;
  };
  for (let i = 0; i < pieces.length; ) {
    const group = [i];
    while (pieces[group.at(-1) ?? i]?.keep && group.length < pieces.length - i) group.push(i + group.length);
    const height = group.reduce((sum, at) => sum + (pieces[at]?.height ?? 0), 0);
    if ((used > 0 && used + height > room) || pieces[i]?.fresh) turn();
    page.push(...group);
    used += height;
    i += group.length;
  }
  turn();
  return pages;
}
