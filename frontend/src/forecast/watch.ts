// Watch-lists: futures that are kept by name in the plan, to see what becomes of them as the plan changes.
import type { Patch } from "../api/plans";
import type { Plan } from "../api/types";

/** Futures beyond this are not kept: no plan's own forecast has them. */
export const mostWatched = 100_000;

/** Rising futures as a bitmap in base64; the lowest bit of the first byte is future 0. */
export function toBitmap(futures: Uint32Array): string {
  const kept = futures.filter((future) => future < mostWatched);
  const bytes = new Uint8Array(((kept.at(-1) ?? 0) >> 3) + 1);
  for (const future of kept) bytes[future >> 3] = (bytes[future >> 3] ?? 0) | (1 << (future & 7));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The inverse; nothing for what cannot be read. */
export function fromBitmap(text: string): Uint32Array {
  try {
    const bytes = atob(text);
    const futures: number[] = [];
    for (let i = 0; i < bytes.length; i++) for (let bit = 0; bit < 8; bit++) if ((bytes.charCodeAt(i) >> bit) & 1) futures.push(i * 8 + bit);
    return Uint32Array.from(futures);
  } catch {
    return new Uint32Array(0);
  }
}

export interface WatchList {
  id: string;
  name: string;
  futures: Uint32Array;
}

/** The lists of a plan that name futures of a seed, in the order they were made. */
export function watchLists(plan: Plan, seed: number): WatchList[] {
  return Object.entries(plan.watches ?? {})
    .filter(([, watch]) => watch.seed === seed)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { name, futures }]) => ({ id, name, futures: fromBitmap(futures) }));
}

/** The edit that keeps futures under a name. */
export function watching(name: string, seed: number, futures: Uint32Array, now = Date.now()): Patch {
  return { watches: { [`w${now.toString(36).padStart(9, "0")}`]: { name, seed, futures: toBitmap(futures) } } };
}
