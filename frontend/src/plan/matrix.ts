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
function over(corr: Corr, order: readonly string[]): Corr {
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
