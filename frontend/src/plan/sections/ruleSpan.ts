// The months in which a spending rule begins to work.

import type { TimeRef } from "../../api/types";
import type { Plan } from "../document";
import { living } from "../order";
import { readMonth, resolve, type MonthIndex } from "../when";

export interface RuleSpan {
  /** Months from the plan's start: from inclusive, until exclusive. */
  from: number;
  until: number;
  /** The calendar year of the first. */
  year: number;
}

/** The first `most` months of a rule that begins at `from`, or when the last person stops working, in a plan of so many months. */
export function firstMonths(plan: Plan, from: TimeRef | undefined, months: number, most: number): RuleSpan {
  const start = readMonth(plan.start) ?? 0;
  const begins = (from ? resolve(plan, from) : lastStop(plan)) ?? start;
  const first = Math.min(Math.max(begins - start, 0), months);
  return { from: first, until: Math.min(first + most, months), year: Math.floor((start + first) / 12) };
}

function lastStop(plan: Plan): MonthIndex | null {
  const stops = living(plan.people)
    .map(([, person]) => resolve(plan, person.work?.stop))
    .filter((month) => month !== null);
  return stops.length > 0 ? Math.max(...stops) : null;
}

/** A line of months as the mean month of each year, so that what is paid once a year is spread over it. */
export function byYear(months: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(months.length / 12) }, (_, year) => months.subarray(year * 12, year * 12 + 12).reduce((sum, month) => sum + month, 0) / 12);
}
