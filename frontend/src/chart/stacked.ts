// Stacked columns over years, above and below nothing.

/** One layer of the stack: a value for each year, below nothing where it is negative. */
export interface Layer {
  id: string;
  label: string;
  /** A token for its colour. */
  token: string;
  values: readonly number[];
  /** Drawn as an outline: what did not happen. */
  hollow?: boolean;
}

export interface Stacked extends Layer {
  /** Of each year, lower and upper end. */
  spans: [from: number, to: number][];
}

/** Puts layers on one another in the order given, away from nothing. */
export function stack(layers: readonly Layer[], years: number): Stacked[] {
  const above = new Float64Array(years);
  const below = new Float64Array(years);
  return layers.map((layer) => ({
    ...layer,
    spans: Array.from({ length: years }, (_, i) => {
      const value = layer.values[i] ?? 0;
      const side = value < 0 ? below : above;
      const from = side[i] ?? 0;
      const to = from + value;
      side[i] = to;
      return value < 0 ? [to, from] : [from, to];
    }),
  }));
}

/** The lowest and highest end of all, and of a line drawn over them. */
export function reach(stacked: readonly Stacked[], line: readonly number[] = []): [low: number, high: number] {
  const ends = [0, ...line, ...stacked.flatMap((s) => s.spans.flat())];
  return [Math.min(...ends), Math.max(...ends)];
}

/** The columns of one layer as a path; x is a column's left edge by year. */
export function columnsPath(spans: readonly (readonly [number, number])[], x: (i: number) => number, width: number, y: (value: number) => number): string {
  const d = (v: number) => Math.round(v * 10) / 10;
  let path = "";
  spans.forEach(([from, to], i) => {
    const height = y(from) - y(to);
    if (height > 0.05) path += `M${d(x(i))} ${d(y(to))}h${d(width)}v${d(height)}h${d(-width)}Z`;
  });
  return path;
}

/** Where a layer has room for its name: the middle of the run of years in which it is thick enough, with its widest place; null where it never is. */
export function roomFor(spans: readonly (readonly [number, number])[], pixels: (value: number) => number, step: number, wide: number, tall: number): { i: number; value: number } | null {
  const thick = spans.map(([from, to]) => pixels(to - from));
  const run = Math.max(1, Math.ceil(wide / step));
  let best: { i: number; value: number } | null = null;
  let most = tall;
  for (let i = 0; i + run <= spans.length; i++) {
    const least = Math.min(...thick.slice(i, i + run));
    if (least < most) continue;
    // The name must fit between the highest lower end and the lowest upper one.
    const low = Math.max(...spans.slice(i, i + run).map(([from]) => from));
    const high = Math.min(...spans.slice(i, i + run).map(([, to]) => to));
    if (pixels(high - low) < most) continue;
    most = pixels(high - low);
    best = { i: i + (run - 1) / 2, value: (low + high) / 2 };
  }
  return best;
}
