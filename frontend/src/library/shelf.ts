// The list of documents: what an event makes of it, and which of them are shown in which order.
import type { DocumentKind, Happening, LibraryDocument, Shelf } from "../api/types";
import { byEnd, countdown } from "./expiry";

/** A document that is still on its way to being ready. */
export function working({ state }: LibraryDocument): boolean {
  return !["ready", "locked", "failed"].includes(state);
}

/**
 * The shelf after a happening, or null when it must be read again: a document that is not on
 * it, one whose reading has come to an end, or anything at all.
 */
export function after(shelf: Shelf, { kind, tenant, document, state, progress }: Happening, own: string): Shelf | null {
  if (kind === "lagged") return null;
  if (kind !== "library" || (tenant && tenant !== own)) return shelf;
  const there = shelf.documents.find((d) => d.id === document);
  if (!there || !state) return null;
  const { progress: _, ...rest } = there;
  const now: LibraryDocument = { ...rest, state, ...(progress ? { progress } : {}) };
  return working(now) ? { ...shelf, documents: shelf.documents.map((d) => (d === there ? now : d)) } : null;
}

export type Order = "used" | "end" | "title" | "added";
export type Part = "all" | "soon" | "kept" | "trouble";

/** Which documents are shown, and in which order. */
export interface View {
  text: string;
  part: Part;
  order: Order;
}

/** The documents of a view; now in milliseconds. */
export function seen(documents: readonly LibraryDocument[], { text, part, order }: View, now: number): LibraryDocument[] {
  const wanted = text.normalize("NFC").trim().toLowerCase();
  return documents.filter((d) => d.title.normalize("NFC").toLowerCase().includes(wanted) && isIn(d, part, now)).toSorted(by[order]);
}

function isIn(document: LibraryDocument, part: Part, now: number): boolean {
  if (part === "kept") return document.pinned !== undefined;
  if (part === "soon") return countdown(document, now).tone !== "calm";
  if (part === "trouble") return document.state === "locked" || document.state === "failed" || document.earlier !== undefined;
  return true;
}

type Compare = (a: LibraryDocument, b: LibraryDocument) => number;
const newest = (field: "lastUsed" | "added"): Compare => (a, b) => Date.parse(b[field]) - Date.parse(a[field]);

const by: Record<Order, Compare> = {
  used: newest("lastUsed"),
  added: newest("added"),
  end: byEnd,
  title: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
};

type KnownKind = Exclude<DocumentKind, "">;

const known: readonly KnownKind[] = ["pdf", "docx", "xlsx", "csv", "html", "markdown", "text", "epub", "email", "image"];

/** What a file is, as far as anybody looked. */
export function kindOf({ kind }: LibraryDocument): KnownKind | "unknown" {
  return known.find((one) => one === kind) ?? "unknown";
}

/** Whole days of the calendar since something was used, on the reader's clock. */
export function daysSince(used: string, now: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.max(0, Math.round((midnight(now) - midnight(Date.parse(used))) / 86_400_000));
}
