import { json } from "./client";
import type { Methodology, SelfTest } from "./types";

/** How everything is computed, and how that is known to be right. */
export function getMethodology(): Promise<Methodology> {
  return json("GET", "/methodology");
}

/** Puts questions with known answers to the engine on this machine. */
export function selfTest(signal?: AbortSignal): Promise<SelfTest> {
  return json("POST", "/health/selftest", { signal });
}
