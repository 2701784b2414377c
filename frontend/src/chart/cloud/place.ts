// Where a future stands in a cloud, and in which colour. The shaders of cloudView.ts do the very
// same sums: what is chosen by pointer is what is seen.

/** The columns of a result's futures, one value per future; NaN where a future has no such thing. */
export type Columns = Readonly<Record<string, Float32Array>>;

/** One direction of the cloud. Values beyond an end stand at it. */
export interface Axis {
  column: string;
  low: number;
  high: number;
  /** How far points are strewn, as a part of the axis, where many share one value. */
  strewn: number;
  /** Whether a strip at the far end holds the futures that have no such value. */
  lacking: boolean;
}

/** kinds: the column names one of a few kinds, from 0. ramp: pale is low, deep is high. */
export type Tint = { by: "kinds"; column: string } | { by: "ramp"; column: string; low: number; high: number };

export type Colour = readonly [red: number, green: number, blue: number];

/** Colours from 0 to 1: those of kinds, and a ramp of three. */
export interface Palette {
  kinds: readonly Colour[];
  ramp: readonly [Colour, Colour, Colour];
  /** What has no value. */
  none: Colour;
}

export const mostKinds = 8;

/** The part of an axis that values take where a strip is kept for futures that have none. */
export const room = 0.92;
const strip = 0.965;
const stripStrewn = 0.05;

/** An even number from −0.5 to 0.5 that belongs to a future. */
export function strew(future: number, salt: number): number {
  return (Math.imul(future + salt, 2654435761) >>> 8) / 0xffffff - 0.5;
}

export const saltX = 1;
export const saltY = 7919;

/** Where a value stands along an axis, from 0 to 1. */
export function along(value: number, axis: Axis, future: number, salt: number): number {
  if (Number.isNaN(value)) return strip + stripStrewn * strew(future, salt);
  const span = axis.high - axis.low;
  const at = span > 0 ? Math.min(1, Math.max(0, (value - axis.low) / span)) : 0.5;
  const strewn = Math.min(1, Math.max(0, at + axis.strewn * strew(future, salt)));
  return axis.lacking ? strewn * room : strewn;
}


/** The place of a value along an axis, without strewing: for ticks. */
export function placeOf(value: number, axis: Axis): number {
  const at = (value - axis.low) / (axis.high - axis.low || 1);
  return axis.lacking ? at * room : at;
}

/** The colour of a value. */
export function colourOf(value: number, tint: Tint, palette: Palette): Colour {
  if (Number.isNaN(value)) return palette.none;
  if (tint.by === "kinds") return palette.kinds[Math.min(mostKinds - 1, Math.max(0, Math.round(value)))] ?? palette.none;
  return rampAt((value - tint.low) / (tint.high - tint.low || 1), palette.ramp);
}

/** The colour at a part of a ramp of three. */
function rampAt(part: number, [low, middle, high]: Palette["ramp"]): Colour {
  const at = Math.min(1, Math.max(0, part));
  return at < 0.5 ? blend(low, middle, at * 2) : blend(middle, high, at * 2 - 1);
}

function blend(a: Colour, b: Colour, part: number): Colour {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}

const looked = 20_000; // values that an axis is laid out by

/** What an axis runs from and to: all values but a share at the lower and one at the upper end; whether some futures have none. */
export function span(values: Float32Array, below: number, above: number): { low: number; high: number; lacking: boolean } {
  const step = Math.max(1, Math.floor(values.length / looked));
  const some: number[] = [];
  let lacking = false;
  for (let i = 0; i < values.length; i += step) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) lacking = true;
    else some.push(value);
  }
  if (some.length === 0) return { low: 0, high: 1, lacking };
  const sorted = Float64Array.from(some).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))] ?? 0;
  const low = at(below);
  const high = at(1 - above);
  return high > low ? { low, high, lacking } : { low: low - 0.5, high: low + 0.5, lacking };
}
