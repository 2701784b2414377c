// Problems find the control that mends them by JSON pointer.

import type { Problem } from "../api/types";
import { within } from "./patch";

/** The problems of a value and of everything inside it. */
export function problemsIn(problems: readonly Problem[], pointer: string): Problem[] {
  return problems.filter((problem) => within(problem.pointer, pointer));
}

/** The problems of exactly this value. */
export function problemsAt(problems: readonly Problem[], pointer: string): Problem[] {
  return problems.filter((problem) => problem.pointer === pointer);
}

/** The pointers to try, longest first, when looking for the control of a problem. */
export function ancestors(pointer: string): string[] {
  const out: string[] = [];
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) out.push(at);
  return out;
}
