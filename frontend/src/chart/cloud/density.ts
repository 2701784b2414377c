// A cloud without a graphics processor: how many futures stand where, as a small picture.
import { along, colourOf, saltX, saltY, type Axis, type Columns, type Palette, type Tint } from "./place";

export interface DensityPicture {
  x: Axis;
  y: Axis;
  tint: Tint;
}

/** Red, green, blue and opacity, row by row from the top: the mean colour of the futures in a field, deeper where there are more. Fields without a picked future are pale while some are picked. */
export function density(columns: Columns, { x, y, tint }: DensityPicture, palette: Palette, picked: Uint8Array | null, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const sums = new Float32Array(width * height * 5); // red, green, blue, count, picked
  const xs = columns[x.column] ?? new Float32Array(0);
  const ys = columns[y.column] ?? new Float32Array(0);
  const shades = columns[tint.column] ?? new Float32Array(0);
  for (let i = 0; i < xs.length; i++) {
    const column = Math.min(width - 1, Math.floor(along(xs[i] ?? 0, x, i, saltX) * width));
    const row = height - 1 - Math.min(height - 1, Math.floor(along(ys[i] ?? 0, y, i, saltY) * height));
    const at = (row * width + column) * 5;
    const colour = colourOf(shades[i] ?? 0, tint, palette);
    for (let c = 0; c < 3; c++) sums[at + c] = (sums[at + c] ?? 0) + (colour[c] ?? 0);
    sums[at + 3] = (sums[at + 3] ?? 0) + 1;
    if (picked?.[i]) sums[at + 4] = (sums[at + 4] ?? 0) + 1;
  }
  return shaded(sums, picked !== null);
}

function shaded(sums: Float32Array, some: boolean): Uint8ClampedArray<ArrayBuffer> {
  let most = 1;
  for (let at = 3; at < sums.length; at += 5) most = Math.max(most, sums[at] ?? 0);
  const out = new Uint8ClampedArray((sums.length / 5) * 4);
  for (let at = 0, to = 0; at < sums.length; at += 5, to += 4) {
    const count = sums[at + 3] ?? 0;
    if (count === 0) continue;
    for (let c = 0; c < 3; c++) out[to + c] = ((sums[at + c] ?? 0) / count) * 255;
    const depth = 0.25 + 0.75 * (Math.log1p(count) / Math.log1p(most));
    out[to + 3] = 255 * depth * (some && sums[at + 4] === 0 ? 0.18 : 1);
  }
  return out;
}
