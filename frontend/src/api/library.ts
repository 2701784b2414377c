import { json, upload } from "./client";
import type { DocumentAdded, DocumentDetail, DocumentPin, Forgetting, Found, LibraryDocument, PageText, Proposals, Shelf } from "./types";

const at = (document: string) => "/library/documents/" + encodeURIComponent(document);

/** Every document of a plan, the last used first. */
export function getShelf(tenant: string, signal?: AbortSignal): Promise<Shelf> {
  return json("GET", "/library?" + new URLSearchParams({ tenant }), { signal });
}

/** Hands a file over; it is read afterwards. `told` hears what share of it has arrived. */
export async function addDocument(tenant: string, title: string, bytes: Blob, told: (share: number) => void, signal: AbortSignal): Promise<DocumentAdded> {
  return (await upload("/library/documents?" + new URLSearchParams({ tenant, title }), bytes, told, signal)) as DocumentAdded;
}

/** A document and its pages; counts as use. */
export function openDocument(document: string): Promise<DocumentDetail> {
  return json("POST", at(document) + "/open", { body: {} });
}

/** A page's text, and where its characters stand. */
export function getPage(document: string, page: number, signal?: AbortSignal): Promise<PageText> {
  return json("GET", `${at(document)}/pages/${page}`, { signal });
}

/** Values on its pages that a plan could take, each with the line that says so. */
export function getProposals(document: string, signal?: AbortSignal): Promise<Proposals> {
  return json("GET", at(document) + "/proposals", { signal });
}

/** Forgets the earlier version that this document replaces. */
export function supersedeDocument(document: string): Promise<LibraryDocument> {
  return json("POST", at(document) + "/supersede", { body: {} });
}

/** Reads a failed or locked document again. The password goes with this one request and is kept nowhere. */
export function retryDocument(document: string, password?: string): Promise<LibraryDocument> {
  return json("POST", at(document) + "/retry", { body: password ? { password } : {} });
}

/** Keeps a document for good. */
export function pinDocument(document: string, reason: DocumentPin["reason"], note: string): Promise<LibraryDocument> {
  return json("POST", at(document) + "/pin", { body: note ? { reason, note } : { reason } });
}

/** Lets a document go again when it is not used. */
export function unpinDocument(document: string): Promise<LibraryDocument> {
  return json("DELETE", at(document) + "/pin");
}

/** What forgetting a document would take away, and what stays. */
export function getForgetting(document: string): Promise<Forgetting> {
  return json("GET", at(document) + "/forgetting");
}

/** Forgets a document now; nobody can undo it. */
export function forgetDocument(document: string): Promise<void> {
  return json("DELETE", at(document));
}

/** Finds the passages that bear on a question; counts as use of what is cited. Looks in all documents unless some are named. */
export function askLibrary(tenant: string, question: string, documents: readonly string[] = [], most?: number): Promise<Found> {
  return json("POST", "/library/ask", { body: { tenant, question, ...(documents.length > 0 ? { documents } : {}), ...(most ? { most } : {}) } });
}
