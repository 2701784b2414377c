const digit = (v: number) => Math.round(v * 10) / 10;

/** An SVG path through points at xs and ys (pixels). */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let d = "";
  for (let i = 0; i < xs.length; i++) d += (i === 0 ? "M" : "L") + digit(xs[i] ?? 0) + " " + digit(ys[i] ?? 0);
  return d;
}

/** The closed shape between two lines over the same xs. */
export function bandPath(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>): string {
  let d = linePath(xs, high);
  for (let i = xs.length - 1; i >= 0; i--) d += "L" + digit(xs[i] ?? 0) + " " + digit(low[i] ?? 0);
  return d + "Z";
}

/** Takes evenly spread values from a line, first and last included. */
export function sample(line: ArrayLike<number>, count: number): Float32Array {
  const out = new Float32Array(count);
  const last = line.length - 1;
  for (let i = 0; i < count; i++) {
    const at = count === 1 ? 0 : (i / (count - 1)) * last;
    const left = Math.floor(at);
    const a = line[left] ?? 0;
    const b = line[Math.min(last, left + 1)] ?? a;
    out[i] = a + (b - a) * (at - left);
  }
  return out;
}
