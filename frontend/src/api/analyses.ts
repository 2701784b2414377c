import { json } from "./client";
import type { Brush } from "./types";

/** What sets some futures of a result apart from the rest. */
export function brush(hash: string, futures: readonly number[], signal?: AbortSignal): Promise<Brush> {
  return json("POST", `/results/${encodeURIComponent(hash)}/brush`, { body: { futures }, signal });
}
