import type { Patch } from "./plans";

const isObject = (v: unknown): v is Patch => typeof v === "object" && v !== null && !Array.isArray(v);

/** RFC 7396: objects merge, null removes, all else replaces. The target is left as it was. */
export function applyPatch<T>(target: T, patch: Patch): T {
  const out: Patch = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete out[key];
    else out[key] = isObject(value) ? applyPatch(out[key], value) : value;
  }
  return out as T;
}

/** One patch that does what `first` and then `second` do. */
export function combine(first: Patch, second: Patch): Patch {
  const out: Patch = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = out[key];
    out[key] = isObject(before) && isObject(value) ? combine(before, value) : value;
  }
  return out;
}

/**
 * What an edit makes of a plan. As in the backend, the patch that a scenario is made of is
 * replaced whole: the nulls in it mean something.
 */
export function editedPlan<P extends { scenarios?: Record<string, { patch: Patch }> }>(plan: P, patch: Patch): P {
  const out = applyPatch(plan, patch);
  const changed = patch["scenarios"];
  if (!isObject(changed) || !out.scenarios) return out;
  for (const [id, change] of Object.entries(changed)) {
    const branch = out.scenarios[id];
    if (branch && isObject(change) && isObject(change["patch"])) out.scenarios[id] = { ...branch, patch: change["patch"] };
  }
  return out;
}
