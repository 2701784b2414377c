// Merge patches (RFC 7396) over the plan document: what one edit changes, and nothing else.

import type { Patch } from "../api/plans";

export type { Patch };

type Path = readonly string[];

export function isObject(value: unknown): value is Patch {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The smallest patch that turns `before` into `after`, or undefined when nothing differs.
 * Arrays are replaced whole, as merge patches do.
 */
export function difference(before: unknown, after: unknown): unknown {
  if (same(before, after)) return undefined;
  if (after === undefined) return null;
  if (!isObject(before) || !isObject(after)) return withoutUndefined(after);
  const patch: Patch = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = difference(before[key], after[key]);
    if (change !== undefined) patch[key] = change;
  }
  return patch;
}

/** A patch that puts `value` at `path`; undefined removes what is there. */
export function patchAt(path: Path, value: unknown): Patch {
  const leaf: unknown = value === undefined ? null : value;
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf) as Patch;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => same(value, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!same(a[key], b[key])) return false;
  return true;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isObject(value)) return value;
  const out: Patch = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) out[key] = withoutUndefined(inner);
  }
  return out;
}

/** JSON pointer (RFC 6901) of a path. */
export function toPointer(path: Path): string {
  return path.map((key) => "/" + key.replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}

export function fromPointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether `pointer` names `ancestor` or something inside it. */
export function within(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(ancestor + "/");
}
