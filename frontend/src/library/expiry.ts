// How long a document is still kept, as the list says it.

const day = 24 * 60 * 60 * 1000;
const hour = 60 * 60 * 1000;

/** So many days before the end a document is said to be forgotten soon. */
const soonDays = 7;

/**
 * kept  : pinned, never forgotten
 * days  : so many days are left, counted up, so that the last day is "1 day"
 * hours : less than a day
 * due   : its time is over; the next sweep takes it
 */
export type Countdown = { kind: "kept"; tone: Tone } | { kind: "due"; tone: Tone } | { kind: "days" | "hours"; left: number; tone: Tone };

export type Tone = "calm" | "soon" | "last";

interface Kept {
  /** Absent for one that is pinned. */
  expires?: string;
}

/** What is left of a document's time; now in milliseconds. */
export function countdown({ expires }: Kept, now: number): Countdown {
  if (expires === undefined) return { kind: "kept", tone: "calm" };
  const left = Date.parse(expires) - now;
  if (!(left > 0)) return { kind: "due", tone: "last" };
  if (left < day) return { kind: "hours", left: Math.max(1, Math.floor(left / hour)), tone: "last" };
  const days = Math.ceil(left / day);
  return { kind: "days", left: days, tone: days <= 1 ? "last" : days <= soonDays ? "soon" : "calm" };
}

/** The documents that are forgotten soon, the nearest end first. */
export function forgottenSoon<D extends Kept>(documents: readonly D[], now: number): D[] {
  return documents.filter((d) => countdown(d, now).tone !== "calm").toSorted(byEnd);
}

/** The one that is forgotten next; undefined when none ever is. */
export function nextForgotten<D extends Kept>(documents: readonly D[]): D | undefined {
  return documents.filter((d) => d.expires !== undefined).toSorted(byEnd)[0];
}

/** The nearest end first; what is kept comes last. */
export function byEnd(a: Kept, b: Kept): number {
  const end = ({ expires }: Kept) => (expires === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(expires));
  return end(a) - end(b);
}
