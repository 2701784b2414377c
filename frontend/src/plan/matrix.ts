// The correlation matrix: symmetric, ones on its diagonal, over asset classes, inflation and wage.

import type { Corr } from "../api/types";

/** Names in the matrix that are no asset class. */
const INDICES = ["inflation", "wage"] as const;

export function correlation(corr: Corr, a: string, b: string): number {
  if (a === b) return 1;
  const [i, j] = [corr.order.indexOf(a), corr.order.indexOf(b)];
  return corr.m[i]?.[j] ?? 0;
}

/** The matrix over `order`; pairs it did not hold are uncorrelated. */
export function over(corr: Corr, order: readonly string[]): Corr {
  return { order: [...order], m: order.map((a) => order.map((b) => correlation(corr, a, b))) };
}

/** The matrix with one pair changed, both ways. */
export function withCorrelation(corr: Corr, a: string, b: string, value: number): Corr {
  if (a === b) return corr;
  const bounded = Math.min(1, Math.max(-1, value));
  const covering = over(corr, [...corr.order, ...[a, b].filter((id) => !corr.order.includes(id))]);
  const [i, j] = [covering.order.indexOf(a), covering.order.indexOf(b)];
  const m = covering.m.map((row, r) => row.map((old, c) => ((r === i && c === j) || (r === j && c === i) ? bounded : old)));
  return { ...corr, order: covering.order, m };
}

/** What the editor lists: the plan's classes, then inflation and wage, then whatever else the matrix holds. */
export function matrixOrder(corr: Corr, classes: readonly string[]): string[] {
  const first = [...classes, ...INDICES.filter((id) => corr.order.includes(id) || id === "inflation")];
  return [...first, ...corr.order.filter((id) => !first.includes(id))];
}

/**
 * Whether correlations can all hold at once (positive semi-definite), by Cholesky's
 * decomposition; where they cannot, the engine uses the nearest matrix that does and says so.
 */
export function possible(m: readonly (readonly number[])[]): boolean {
  const n = m.length;
  const l = m.map((row) => row.map(() => 0));
  const at = (i: number, j: number) => l[i]?.[j] ?? 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = m[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      const row = l[i];
      if (!row) return false;
      if (i === j) {
        if (rest < -1e-9) return false;
        row[j] = Math.sqrt(Math.max(0, rest));
      } else {
        const pivot = at(j, j);
        if (pivot < 1e-9 && Math.abs(rest) > 1e-6) return false;
        row[j] = pivot < 1e-9 ? 0 : rest / pivot;
      }
    }
  }
  return true;
}
