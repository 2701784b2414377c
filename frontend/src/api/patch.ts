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

/** Whether two JSON values say the same; the order of keys says nothing. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

/**
 * Whether a patch made on `before` would overwrite what somebody else changed between
 * `before` and `now`. Both having made the same change is no collision.
 */
export function collides(patch: Patch, before: unknown, now: unknown): boolean {
  return Object.entries(patch).some(([key, value]) => {
    if (value === undefined) return false;
    const was = isObject(before) ? before[key] : undefined;
    const is = isObject(now) ? now[key] : undefined;
    if (same(was, is) || same(value ?? undefined, is)) return false;
    const within = isObject(value) && isObject(is) && (isObject(was) || was === undefined);
    return within ? collides(value, was, is) : true;
  });
}
