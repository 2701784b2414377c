// Where a page of a document is read, and what of it is marked: the part of the address that
// the reader and whoever points into it share.
import { useParams } from "react-router";
import type { Span } from "../format/codePoints";

/** What is marked on the page: a span of its text, or the line that a hash names. */
export interface Pointed {
  quote?: Span;
  hash?: string;
}

/** The address of a page, beside the list of documents. */
export function readerQuery(page: number, { quote, hash }: Pointed = {}): string {
  const params = new URLSearchParams({ page: String(page) });
  if (quote) params.set("quote", `${quote.start}-${quote.end}`);
  if (hash) params.set("hash", hash);
  return "?" + params.toString();
}

/** Reads back what readerQuery wrote; whatever else stands there is the first page, and nothing is marked. */
export function pointedAt(params: URLSearchParams): { page: number } & Pointed {
  const page = Math.max(1, Number.parseInt(params.get("page") ?? "", 10) || 1);
  const span = /^(\d{1,9})-(\d{1,9})$/.exec(params.get("quote") ?? "");
  const quote = span && Number(span[1]) < Number(span[2]) ? { quote: { start: Number(span[1]), end: Number(span[2]) } } : {};
  const hash = params.get("hash");
  return { page, ...quote, ...(hash ? { hash } : {}) };
}

/** Leads to a page of a document of the open plan. */
export function useReaderPath(): (document: string, page: number, pointed?: Pointed) => string {
  const { household } = useParams();
  return (document, page, pointed) => `/h/${household}/docs/${encodeURIComponent(document)}${readerQuery(page, pointed)}`;
}
