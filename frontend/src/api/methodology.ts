import { json } from "./client";
import type { Methodology } from "./types";

/** How everything is computed, and how that is known to be right. */
export function getMethodology(): Promise<Methodology> {
  return json("GET", "/methodology");
}
