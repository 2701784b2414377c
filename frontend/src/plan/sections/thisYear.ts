// What a saving rule moves in the plan's first year, and how much of its limit that takes.

import type { Cap, Cashflow } from "../../api/types";

/** What went into an account by rules in one year. */
export interface Paid {
  year: number;
  /** In today's money, the mean over all futures, with what an employer adds. */
  amount: number;
}

/** What a rule paid in the first year of a forecast; null while it is not known. */
export function paidBy(cashflow: Cashflow | undefined, rule: string): Paid | null {
  const year = cashflow?.years[0];
  if (cashflow === undefined || year === undefined) return null;
  const mine = cashflow.lines.filter((line) => line.id === `saving.${rule}` || line.id === `match.${rule}`);
  if (mine.length === 0) return null;
  return { year, amount: mine.reduce((sum, line) => sum + (line.mean[0] ?? 0), 0) };
}

/** How much of a limit is used in the first year by all rules under it; what an employer matches does not count. */
export function usedOf(cashflow: Cashflow | undefined, cap: Cap): number | null {
  if (!cashflow || cap.yearly <= 0) return null;
  const used = cap.rules.reduce((sum, rule) => sum + (cashflow.lines.find((line) => line.id === `saving.${rule}`)?.mean[0] ?? 0), 0);
  return used / cap.yearly;
}
