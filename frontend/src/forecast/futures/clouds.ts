// What a cloud of futures is laid out by: its axes, its colours, and what there is to say about it.
import type { Futures } from "../../api/blocks";
import { span, type Axis, type Columns, type Tint } from "../../chart/cloud/place";
import type { Tokens } from "../../chart/cloud/palette";
import { columns as quantities, type ColumnName, type ColumnUnit } from "../runs/rows";

/** What colours a point: how its future ends, why it fails first, or a quantity. */
export type TintName = "outcome" | "cause" | ColumnName;

export const isQuantity = (name: string | null): name is ColumnName => quantities.some((q) => q.name === name);

export const unitOf = (name: ColumnName): ColumnUnit => quantities.find((q) => q.name === name)?.unit ?? "money";

/** Quantities of which many futures share one value, such as nothing. */
const shared: readonly ColumnName[] = ["worstCut", "lowestLiquid", "firstShortfallAge"];

export function axisOf(name: ColumnName, columns: Columns): Axis {
  // A few futures get very rich: more of an amount's upper end stands at the edge.
  const { low, high, lacking } = span(columns[name] ?? new Float32Array(0), 0.005, unitOf(name) === "money" ? 0.02 : 0.005);
  // Amounts and cuts begin at nothing, so that a length means something.
  const from = low > 0 && (unitOf(name) === "share" || (unitOf(name) === "money" && low < high / 3)) ? 0 : low;
  return { column: name, low: from, high, strewn: shared.includes(name) ? 0.014 : 0, lacking };
}

export function tintOf(name: TintName, columns: Columns): Tint {
  if (!isQuantity(name)) return { by: "kinds", column: name };
  const { low, high } = span(columns[name] ?? new Float32Array(0), 0.02, 0.02);
  return { by: "ramp", column: name, low, high };
}

const ramp = ["--band-middle", "--data-1", "--band-median"] as const;

/** Told apart by lightness as well as by hue. */
export const tokensOf = (name: TintName): Tokens =>
  name === "cause"
    ? { kinds: ["--line-strong", "--data-4", "--data-3", "--data-2", "--data-5", "--data-1"], ramp, none: "--line-strong" }
    : { kinds: ["--data-4", "--data-2", "--data-1"], ramp, none: "--line-strong" };

/** A result's futures by column, without copying. */
export function columnsOf(futures: Futures): Columns {
  return Object.fromEntries(futures.shape.columns.map((name) => [name, futures.column(name) ?? new Float32Array(0)]));
}

/** The value that half of the futures lie above, of those that have one; null where none has. */
export function median(values: ArrayLike<number>): number | null {
  const there = Float32Array.from(values).filter((v) => !Number.isNaN(v)).sort();
  return there.length === 0 ? null : (there[Math.ceil(there.length / 2) - 1] ?? null);
}

const medians = new WeakMap<Float32Array, number | null>();

/** The median of a column, worked out once: a result's columns never change. */
export function medianOf(column: Float32Array | undefined): number | null {
  if (!column) return null;
  const known = medians.get(column);
  if (known !== undefined) return known;
  const found = median(column);
  medians.set(column, found);
  return found;
}

/** One row of the cloud's table: a fifth of the futures by what lies across, or those that have no such value (from and to are NaN). */
export interface Fifth {
  from: number;
  to: number;
  n: number;
  /** Half of them lie above it in what goes up. */
  up: number | null;
  short: number;
}

export function fifths(columns: Columns, x: ColumnName, y: ColumnName): Fifth[] {
  const xs = columns[x] ?? new Float32Array(0);
  const order = Uint32Array.from(xs, (_, i) => i).filter((i) => !Number.isNaN(xs[i]));
  order.sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0) || a - b);
  const parts = Array.from({ length: 5 }, (_, k) => order.subarray(Math.round((k * order.length) / 5), Math.round(((k + 1) * order.length) / 5)));
  const without = Uint32Array.from(xs, (_, i) => i).filter((i) => Number.isNaN(xs[i]));
  return [...parts, without].filter((part) => part.length > 0).map((part) => fifth(part, xs, columns[y] ?? xs, columns["outcome"] ?? xs));
}

function fifth(part: Uint32Array, xs: Float32Array, ys: Float32Array, outcome: Float32Array): Fifth {
  let short = 0;
  for (const i of part) if ((outcome[i] ?? 0) < 1) short++;
  return { from: xs[part[0] ?? 0] ?? Number.NaN, to: xs[part.at(-1) ?? 0] ?? Number.NaN, n: part.length, up: median(Float32Array.from(part, (i) => ys[i] ?? Number.NaN)), short };
}

/** How many futures are of each kind, from 0. */
export function countKinds(values: Float32Array, kinds: number): number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const value of values) {
    const kind = Math.min(kinds - 1, Math.max(0, Math.round(value)));
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The futures of a kind, in rising order. */
export function ofKind(values: Float32Array, kind: number): Uint32Array {
  return Uint32Array.from(values, (_, i) => i).filter((i) => Math.round(values[i] ?? 0) === kind);
}
