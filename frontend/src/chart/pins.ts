/** A moment to mark: months from the start. */
export interface Pin {
  id: string;
  month: number;
  label: string;
  icon?: string;
}

export interface PlacedPin extends Pin {
  x: number;
  /** From the top; two pins close together stand in two rows. */
  row: number;
  /** Whether there is room for the words; else only the icon stands. */
  worded: boolean;
}

const half = 11;
const gap = 10;

/** Puts pins on lines; words stand where they do not run into a neighbour. */
export function placePins(pins: readonly Pin[], x: (month: number) => number, right: number, rows: number, measure: (label: string) => number): PlacedPin[] {
  const sorted = [...pins].sort((a, b) => a.month - b.month);
  const xs = sorted.map((p) => x(p.month));
  const ends = Array.from({ length: rows }, () => -Infinity);
  return sorted.map((pin, i) => {
    const at = xs[i] ?? 0;
    const end = at + half + 5 + measure(pin.label);
    // The row whose last words end furthest to the left; a later pin may take the other row.
    const row = ends.indexOf(Math.min(...ends));
    const free = (ends[row] ?? 0) + gap <= at - half;
    const next = xs[i + rows] ?? Infinity;
    const worded = free && end <= right && end + gap <= next - half;
    ends[row] = Math.max(ends[row] ?? 0, worded ? end : at + half);
    return { ...pin, x: at, row, worded };
  });
}

/** A line with words beside it, on the side where there is room. */
export interface PlacedWords {
  /** Of the line. */
  at: number;
  anchor: "start" | "end";
  row: number;
}

const beside = 6;

/**
 * Puts words beside three lines, from left to right: in one row where they fit. Else the right
 * one stands highest, then the left one, then the middle: a line begins at the row of its words,
 * so that none is struck through by a line that begins higher than itself on its side.
 */
export function placeWords(lines: readonly { at: number; label: string }[], right: number, measure: (label: string) => number): PlacedWords[] {
  const placed = lines.map(({ at, label }) => ({ at, anchor: at + beside + measure(label) > right ? ("end" as const) : ("start" as const), row: 0, width: measure(label) }));
  const spans = placed.map(({ at, anchor, width }) => (anchor === "start" ? { from: at, to: at + beside + width } : { from: at - beside - width, to: at }));
  const fits = spans.every(({ from, to }, i) => from >= 0 && to + gap <= (spans[i + 1]?.from ?? Infinity));
  const rows = [1, 2, 0];
  return placed.map(({ at, anchor }, i) => ({ at, anchor, row: fits ? 0 : (rows[i] ?? i) }));
}

/** A fair guess of how wide small text will be: Korean letters are as wide as they are tall. */
export function roughWidth(text: string, size = 12): number {
  let width = 0;
  for (const c of text) width += (c.codePointAt(0) ?? 0) > 0x1100 ? size * 0.92 : size * 0.56;
  return width;
}

/** Words cut to so many pixels. */
export function shortened(text: string, room: number, size: number): string {
  let end = text.length;
  while (end > 1 && roughWidth(text.slice(0, end), size) > room) end--;
  return end === text.length ? text : text.slice(0, end - 1).trimEnd() + "…";
}
