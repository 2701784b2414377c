// What holds a quote to its page: the words of whole lines, and a hash of them.
import { CodePoints, type Span } from "../format/codePoints";

/** The lines that a span stands on, without the space around them. */
export function linesAround(text: string, span: Span): Span {
  const points = new CodePoints(text);
  const from = text.lastIndexOf("\n", points.unit(span.start) - 1) + 1;
  const end = text.indexOf("\n", Math.max(points.unit(span.end) - 1, from));
  const line = text.slice(from, end < 0 ? text.length : end);
  const begin = from + (line.length - line.trimStart().length);
  return points.span(begin, line.trim());
}

// What Go's strings.Fields takes for space (unicode.IsSpace): JavaScript's \s has one letter more
// (U+FEFF) and one less (U+0085).
const space = /[\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** A quote's words, composed, joined by single spaces: what its hash is taken of. */
export function quoteWords(quote: string): string {
  return quote.normalize("NFC").split(space).filter(Boolean).join(" ");
}

/**
 * The hash that names a quote; undefined where the web view keeps the means from the page. It is the
 * backend's document.QuoteHash once more, since no request comes between a line of a page that is
 * already here and the value taken from it: a person may point at any of them, the backend has only
 * hashed what it quoted itself, and a source that is followed is looked for line by line. The same
 * cases are checked in both languages.
 */
export async function quoteHash(quote: string): Promise<string | undefined> {
  const digest = await globalThis.crypto.subtle?.digest("SHA-256", new TextEncoder().encode(quoteWords(quote)));
  return digest && "sha256:" + Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The span of the line of a page that a hash names; null when its words are not there any more. */
export async function lineOfHash(text: string, hash: string): Promise<Span | null> {
  const points = new CodePoints(text);
  for (const m of text.matchAll(/[^\n]+/g)) {
    if ((await quoteHash(m[0])) === hash) return linesAround(text, points.span(m.index, m[0]));
  }
  return null;
}
