// The lines of a page, placed as they stand on the paper. A page's boxes say where each
// code point stands; a line is what stands between line breaks, and is cut into runs where
// the paper leaves a gap, so that the columns of a table stay below one another.
import { CodePoints, type Span } from "../../format/codePoints";

/** Boxes come as four integers a code point: left, top, right, bottom in ten-thousandths of the page. */
const perBox = 4;
const whole = 10_000;

/** A rectangle in shares of the page's width and height. */
export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Run extends Span, Place {}

export interface Line extends Place {
  runs: Run[];
}

/** Whether every code point of a text has its box. */
export function hasPlaces(text: string, boxes: readonly number[]): boolean {
  return boxes.length > 0 && boxes.length === new CodePoints(text).length * perBox;
}

/** The lines of a text with boxes; none where the boxes do not fit the text. */
export function linesOf(text: string, boxes: readonly number[]): Line[] {
  if (!hasPlaces(text, boxes)) return [];
  const lines: Line[] = [];
  let start = 0;
  for (const words of text.split("\n")) {
    const end = start + new CodePoints(words).length;
    const line = lineOf(words, start, boxes);
    if (line) lines.push(line);
    start = end + 1;
  }
  return lines;
}

function lineOf(words: string, start: number, boxes: readonly number[]): Line | null {
  const spans = gaps([...words], start, boxes);
  const placed = spans.map((span) => ({ ...span, ...placeOf(span, boxes) })).filter((run) => run.width > 0 && run.height > 0);
  if (placed.length === 0) return null;
  return { runs: placed, ...around(placed) };
}

/** Runs of letters without a gap wider than a letter is high, or than two spaces of the text. */
function gaps(letters: readonly string[], start: number, boxes: readonly number[]): Span[] {
  const spans: Span[] = [];
  let from = -1; // the first letter of the run
  let last = -1; // the newest letter that is no space
  letters.forEach((letter, i) => {
    if (/\s/.test(letter)) return;
    if (from >= 0 && i - last > 1 && (i - last > 2 || wide(start + last, start + i, boxes))) {
      spans.push({ start: start + from, end: start + last + 1 });
      from = -1;
    }
    if (from < 0) from = i;
    last = i;
  });
  if (from >= 0) spans.push({ start: start + from, end: start + last + 1 });
  return spans;
}

const at = (boxes: readonly number[], point: number, side: 0 | 1 | 2 | 3) => boxes[point * perBox + side] ?? 0;

/** Whether more room is left between two letters than a space takes: half again the letter's height. */
function wide(before: number, after: number, boxes: readonly number[]): boolean {
  const gap = at(boxes, after, 0) - at(boxes, before, 2);
  const high = at(boxes, before, 3) - at(boxes, before, 1);
  return gap > high * 1.5 || gap < -high; // backwards: the line goes on elsewhere
}

/** The rectangle around the letters of a span; spaces have none. */
export function placeOf(span: Span, boxes: readonly number[]): Place {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = span.start; i < span.end; i++) {
    if (at(boxes, i, 2) <= at(boxes, i, 0)) continue;
    left = Math.min(left, at(boxes, i, 0));
    top = Math.min(top, at(boxes, i, 1));
    right = Math.max(right, at(boxes, i, 2));
    bottom = Math.max(bottom, at(boxes, i, 3));
  }
  if (right < left) return { left: 0, top: 0, width: 0, height: 0 };
  return { left: left / whole, top: top / whole, width: (right - left) / whole, height: (bottom - top) / whole };
}

function around(runs: readonly Place[]): Place {
  const left = Math.min(...runs.map((r) => r.left));
  const top = Math.min(...runs.map((r) => r.top));
  const right = Math.max(...runs.map((r) => r.left + r.width));
  const bottom = Math.max(...runs.map((r) => r.top + r.height));
  return { left, top, width: right - left, height: bottom - top };
}

/** The cells of a row: apart by two spaces or more. */
export function cellsOf(points: CodePoints, row: Span): Span[] {
  const words = [...points.cut(row).matchAll(/\S+(?: \S+)*/g)];
  const from = points.unit(row.start);
  return words.map((m) => points.span(from + m.index, m[0]));
}

/** The rows of a text without places. */
export function rowsOf(text: string): Span[] {
  const rows: Span[] = [];
  let start = 0;
  for (const words of text.split("\n")) {
    const end = start + new CodePoints(words).length;
    rows.push({ start, end });
    start = end + 1;
  }
  return rows;
}
