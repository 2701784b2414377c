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

/** Whether something is wrong with this value, inside it, or with what it is part of. */
export function concern(problems: readonly Problem[], pointer: string): boolean {
  return problems.some((problem) => problem.severity === "error" && (within(problem.pointer, pointer) || within(pointer, problem.pointer)));
}

/** The pointers to try, longest first, when looking for the control of a problem. */
export function ancestors(pointer: string): string[] {
  const out: string[] = [];
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) out.push(at);
  return out;
}
