import type { Standing } from "../api/types";

/** A standing as people say it: more, or less, than in so many of 100 futures. */
export function said({ percentile, beyond }: Standing): { side: "more" | "less"; n: number } {
  if (beyond === "below") return { side: "less", n: 100 - Math.round(percentile) };
  return { side: "more", n: Math.min(99, Math.max(1, Math.round(percentile))) };
}

/** Where a day stands on an axis of months that ends each month at a whole number: 0 is the end of the first. */
export function placeOf(day: string, start: string): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const [fromYear = 0, fromMonth = 1] = start.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (year - fromYear) * 12 + (month - fromMonth) - 1 + date / last;
}

/** The months of a course that are worth showing: all that came, and half as many ahead, two years at least. */
export function shownMonths(places: readonly number[], months: number): number {
  const last = Math.max(0, ...places);
  return Math.min(months, Math.max(24, Math.ceil(last * 1.5) + 1));
}
