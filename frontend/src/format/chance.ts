import { formatPercent } from "./number";

// How to say a share that is only known within an interval: the words follow
// the interval, so that luck is never read as a difference.

export interface Interval {
  low: number;
  high: number;
}

/** How precisely a share may be said. */
export type Chance =
  | { kind: "exact"; count: number }
  | { kind: "about"; count: number }
  | { kind: "between"; low: number; high: number };

/** "79 in 100", "about 80 in 100", "between 70 and 85 in 100". */
export function chanceInHundred(share: number, ci?: Interval): Chance {
  const half = ci ? (ci.high - ci.low) / 2 : 0;
  const count = inHundred(share, share);
  if (half <= 0.012) return { kind: "exact", count };
  if (half <= 0.04) return { kind: "about", count };
  return { kind: "between", low: Math.floor((ci?.low ?? share) * 100), high: Math.ceil((ci?.high ?? share) * 100) };
}

/** Never says 100 or 0 when some futures do otherwise. */
function inHundred(share: number, exact: number): number {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && exact < 1) return 99;
  if (rounded === 0 && exact > 0) return 1;
  return rounded;
}

/** How a share stands to a target, as far as its interval can tell. */
export type Standing = "above" | "near" | "below";

export function standing(share: number, ci: Interval | undefined, target: number): Standing {
  const low = ci?.low ?? share;
  const high = ci?.high ?? share;
  if (low >= target) return "above";
  return high < target ? "below" : "near";
}

/** Half the width of an interval in percentage points: "0.8". */
export function halfWidth(ci: Interval, digits = 1): string {
  return (((ci.high - ci.low) / 2) * 100).toFixed(digits);
}

/** A share of futures with one digit: "79.8%"; never rounds to all or none. */
export function formatChance(share: number, locale: "en" | "ko"): string {
  return formatPercent(shownShare(share), locale, 1);
}

/** What is said to change between two shares, so that the figures on the screen add up. */
export function shownDifference(from: number, to: number): number {
  return shownShare(to) - shownShare(from);
}

/** A share as it is shown: to a thousandth, but never all or none when it is not. */
function shownShare(share: number): number {
  const bounded = share > 0 && share < 1 ? Math.min(0.999, Math.max(0.001, share)) : share;
  return Math.round(bounded * 1000) / 1000;
}
