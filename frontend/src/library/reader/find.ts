// Finding words in a document as people look for them: without regard to case, to full or
// half width, or to where a line breaks.
import type { Span } from "../../format/codePoints";

/** So many hits of one page are marked; more are rubbish to look through. */
const most = 500;

/** Every place of the wanted words in a text, in code points, none overlapping another. */
export function hitsIn(text: string, wanted: string): Span[] {
  const needle = folded(wanted.trim());
  if (needle.length === 0) return [];
  const hay = folded(text);
  const hits: Span[] = [];
  for (let i = 0; i < hay.length && hits.length < most; i++) {
    const end = matched(hay, i, needle);
    if (end < 0) continue;
    hits.push({ start: i, end });
    i = end - 1;
  }
  return hits;
}

/** Where a match that begins at a code point ends; -1 without one. A gap matches a gap of any size. */
function matched(hay: readonly string[], from: number, needle: readonly string[]): number {
  let at = from;
  for (let i = 0; i < needle.length; i++) {
    if (needle[i] === " ") {
      if (hay[at] !== " ") return -1;
      while (hay[at] === " ") at++;
      while (needle[i + 1] === " ") i++;
    } else if (hay[at++] !== needle[i]) return -1;
  }
  return at;
}

/** One comparable letter for each code point, so that counting them counts the text's. */
function folded(text: string): string[] {
  return Array.from(text, (letter) => {
    if (/\s/.test(letter)) return " ";
    const plain = letter.normalize("NFKC").toLowerCase();
    return [...plain].length === 1 ? plain : letter;
  });
}

/** A hit in a document: the page that it is on, and where. */
export interface Hit extends Span {
  page: number;
}

/** The hit after or before one, round and round; by 1 or -1. */
export function stepped(count: number, now: number, by: number): number {
  return count === 0 ? 0 : (((now + by) % count) + count) % count;
}

/** The hit to begin with: the first on the page that is shown or after it, else the very first. */
export function firstFrom(hits: readonly Hit[], page: number): number {
  return Math.max(0, hits.findIndex((hit) => hit.page >= page));
}
