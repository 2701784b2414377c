// A plan's revisions as people look for them: by the day they were made on, newest first.
import type { Revision } from "../api/types";

export interface HistoryDay {
  /** A day of the reader's own clock: "2026-03-29". */
  day: string;
  /** Newest first. */
  revisions: Revision[];
}

/** The day on the reader's clock. */
export function localDay(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Groups revisions, which come oldest first, by local day; both newest first. */
export function byDay(revisions: readonly Revision[]): HistoryDay[] {
  const days: HistoryDay[] = [];
  for (const revision of revisions.toReversed()) {
    const day = localDay(new Date(revision.at));
    const last = days.at(-1);
    if (last?.day === day) last.revisions.push(revision);
    else days.push({ day, revisions: [revision] });
  }
  return days;
}
