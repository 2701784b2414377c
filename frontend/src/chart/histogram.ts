import { niceStep } from "./scale";

/** How many values fall between two amounts. */
interface Bin {
  from: number;
  to: number;
  count: number;
}

export interface Histogram {
  bins: Bin[];
  /** Values at or below nothing, kept apart: they mean something. */
  empty: number;
  /** Values beyond the last bin. */
  beyond: number;
  total: number;
  low: number;
  median: number;
  high: number;
}

/** Sorts values into even bins from zero up; the rare longest tail is counted, not drawn. */
export function histogram(values: ArrayLike<number>, parts = 32): Histogram {
  const sorted = Float32Array.from(values).sort();
  const total = sorted.length;
  const at = (share: number) => sorted[Math.min(total - 1, Math.max(0, Math.ceil(share * total) - 1))] ?? 0;
  const top = Math.max(at(0.97), at(0.5) * 1.5, 1);
  const bottom = Math.min(0, at(0.01));
  const step = niceStep(top - bottom, parts);
  const first = Math.floor(bottom / step);
  const last = Math.max(first + 1, Math.ceil(top / step));
  const bins = Array.from({ length: last - first }, (_, i) => ({ from: (first + i) * step, to: (first + i + 1) * step, count: 0 }));
  let empty = 0;
  let beyond = 0;
  for (const value of sorted) {
    if (value <= 0.5) empty++;
    const bin = bins[Math.floor(value / step) - first];
    if (bin) bin.count++;
    else if (value >= last * step) beyond++;
  }
  return { bins, empty, beyond, total, low: at(0.1), median: at(0.5), high: at(0.9) };
}
