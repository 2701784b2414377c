// Futures as rows: which columns there are, their order, and sets of them worth looking at.
import type { Futures } from "../../api/blocks";
import type { ResultHeader } from "../../api/types";

export type ColumnName = "endWealth" | "lowestLiquid" | "worstCut" | "firstShortfallAge" | "firstDecadeReturn" | "lifetimeInflation" | "taxPaid";
export type ColumnUnit = "money" | "share" | "age" | "rate";

export const columns: { name: ColumnName; unit: ColumnUnit }[] = [
  { name: "endWealth", unit: "money" },
  { name: "lowestLiquid", unit: "money" },
  { name: "worstCut", unit: "share" },
  { name: "firstShortfallAge", unit: "age" },
  { name: "firstDecadeReturn", unit: "rate" },
  { name: "lifetimeInflation", unit: "rate" },
  { name: "taxPaid", unit: "money" },
];

/** How a future ended: 0 failed, 1 essentials were paid, 2 everything was. */
export type Ending = 0 | 1 | 2;

/** Every future of a result, column by column. */
export class Rows {
  readonly n: number;
  readonly #futures: Futures;
  readonly #header: ResultHeader;
  readonly #outcome: Float32Array;
  readonly #cause: Float32Array;

  constructor(header: ResultHeader, futures: Futures) {
    this.n = futures.shape.n;
    this.#header = header;
    this.#futures = futures;
    this.#outcome = futures.column("outcome") ?? new Float32Array(this.n);
    this.#cause = futures.column("cause") ?? new Float32Array(this.n);
  }

  /** NaN where a future has no such thing: the age at a shortfall that never came. */
  value(column: ColumnName, future: number): number {
    return this.#futures.column(column)?.[future] ?? Number.NaN;
  }

  ending(future: number): Ending {
    const outcome = this.#outcome[future] ?? 0;
    return outcome >= 2 ? 2 : outcome >= 1 ? 1 : 0;
  }

  /** Whether it counts as a success by the household's own measure. */
  holds(future: number): boolean {
    return this.ending(future) >= (this.#header.metric === "allFunded" ? 2 : 1);
  }

  /** Why it failed first, or null when it did not. */
  cause(future: number): string | null {
    const at = this.#cause[future] ?? 0;
    return at > 0 ? (this.#header.causes[at - 1]?.cause ?? null) : null;
  }

  where(keep: (future: number) => boolean): number[] {
    const out: number[] = [];
    for (let i = 0; i < this.n; i++) if (keep(i)) out.push(i);
    return out;
  }
}

/** What futures can be ordered by: how they end, or one quantity. */
export type Order = "ending" | ColumnName;

/** Futures in order, worst or lowest first. What a future does not have comes last in both directions. */
export function inOrder(rows: Rows, futures: readonly number[], order: Order, descending: boolean): number[] {
  const way = descending ? -1 : 1;
  if (order === "ending") return [...futures].sort((a, b) => way * byEnding(rows, a, b) || a - b);
  return [...futures].sort((a, b) => {
    const [x, y] = [rows.value(order, a), rows.value(order, b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return way * (x - y) || a - b;
  });
}

/** Failures by how early, then those that had to cut by how deep, then the rest by what is left. */
function byEnding(rows: Rows, a: number, b: number): number {
  const ending = rows.ending(a);
  if (ending !== rows.ending(b)) return ending - rows.ending(b);
  const wealth = rows.value("endWealth", a) - rows.value("endWealth", b);
  if (ending === 0) return rows.value("firstShortfallAge", a) - rows.value("firstShortfallAge", b) || wealth;
  if (ending === 1) return rows.value("worstCut", b) - rows.value("worstCut", a) || wealth;
  return wealth;
}

/** The place in so many ordered rows below which a share of them lies. */
export function placeOf(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.ceil(share * count) - 1));
}

/** How each future ends under two plans, by the first one's measure. */
export function fated(a: Rows, b: Rows, fate: "both" | "onlyA" | "onlyB" | "neither"): number[] {
  const n = Math.min(a.n, b.n);
  const want = { both: [true, true], onlyA: [true, false], onlyB: [false, true], neither: [false, false] }[fate];
  return a.where((i) => i < n && a.holds(i) === want[0] && b.holds(i) === want[1]);
}
