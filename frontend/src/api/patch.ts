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
