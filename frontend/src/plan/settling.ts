// What deciding on a conflict means for the plan.
import type { Conflict } from "../api/types";
import type { Plan } from "./document";
import { difference, fromPointer, isObject, patchAt, type Patch } from "./patch";

const at = (plan: Plan, path: readonly string[]) => path.reduce<unknown>((v, key) => (isObject(v) ? v[key] : undefined), plan);

/** The patch that puts the other value where it was meant; empty when it stands there already. */
export function settling(plan: Plan, { path, value }: Pick<Conflict, "path" | "value">): Patch {
  const keys = fromPointer(path);
  const meant: unknown = value;
  // What a scenario changes is replaced whole: the nulls in it mean something.
  const change = keys[0] === "scenarios" ? (meant ?? null) : difference(at(plan, keys), meant);
  return change === undefined ? {} : patchAt(keys, change);
}

/** Both values where they are texts that a person has written; null for anything else. */
export function textsOf(plan: Plan, { path, value }: Pick<Conflict, "path" | "value">): { stands: string; waits: string } | null {
  const keys = fromPointer(path);
  if (!(keys.at(-1) === "name" || keys[0] === "notes")) return null;
  const [stands, waits] = [at(plan, keys), value as unknown];
  const text = (v: unknown) => (typeof v === "string" ? v : "");
  return isObject(stands) || isObject(waits) ? null : { stands: text(stands), waits: text(waits) };
}
