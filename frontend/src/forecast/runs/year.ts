// One year of one future, added up from its months. Amounts are in today's money.
import type { Replay, ReplayLine } from "../../api/types";
import { monthIndex } from "../../format/time";

export interface YearLine {
  line: ReplayLine;
  /** Month by month within the year. */
  months: number[];
  sum: number;
}

export interface YearAccount {
  year: number;
  /** First month of the year that is played, as months from the start, and the month after its last. */
  from: number;
  to: number;
  in: YearLine[];
  drawn: YearLine[];
  out: YearLine[];
  changed: YearLine[];
  missing: YearLine[];
  liquid: number;
  netWorth: number;
  price: number;
}

/** The calendar years that a future touches. */
export function yearsOfReplay(replay: Pick<Replay, "start" | "months">): number[] {
  const first = monthIndex(replay.start);
  const years = [];
  for (let year = Math.floor(first / 12); year * 12 < first + replay.months; year++) years.push(year);
  return years;
}

const ways: Record<ReplayLine["kind"], "in" | "drawn" | "out" | "changed" | "missing"> = {
  income: "in",
  withdrawal: "drawn",
  spending: "out",
  goal: "out",
  debt: "out",
  property: "out",
  tax: "out",
  saving: "out",
  fee: "changed",
  return: "changed",
  unfunded: "missing",
};

const something = 0.5;

/** Everything that moved in a year; lines that did not move are left out. */
export function accountOf(replay: Replay, year: number): YearAccount {
  const first = monthIndex(replay.start);
  const from = Math.max(0, year * 12 - first);
  const to = Math.min(replay.months, year * 12 + 12 - first);
  const end = Math.max(0, to - 1);
  const out: YearAccount = { year, from, to, in: [], drawn: [], out: [], changed: [], missing: [], liquid: replay.liquid[end] ?? 0, netWorth: replay.netWorth[end] ?? 0, price: replay.price[end] ?? 1 };
  for (const line of replay.lines) {
    const months = line.values.slice(from, to).map((v) => (line.kind === "fee" ? -v : v)); // fees take away from what returns add
    if (!months.some((v) => Math.abs(v) >= something)) continue;
    out[line.inward && (line.kind === "debt" || line.kind === "property") ? "in" : ways[line.kind]].push({ line, months, sum: months.reduce((a, b) => a + b, 0) });
  }
  return out;
}

export const total = (lines: readonly YearLine[]) => lines.reduce((sum, l) => sum + l.sum, 0);

/** The years in which something could not be paid. */
export function shortYears(replay: Replay): Set<number> {
  const first = monthIndex(replay.start);
  const years = new Set<number>();
  for (const line of replay.lines) {
    if (line.kind !== "unfunded") continue;
    line.values.forEach((v, month) => {
      if (v >= something) years.add(Math.floor((first + month) / 12));
    });
  }
  return years;
}
