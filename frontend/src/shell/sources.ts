// Where a value came from holds only as long as the value does.
import { editedPlan } from "../api/patch";
import type { Patch } from "../api/plans";
import type { Plan } from "../api/types";

/**
 * The patch with the sources taken out that it makes untrue: a balance typed by hand is not
 * from page 3 any more. A source that the patch itself names stays.
 */
export function withoutOldSources(plan: Plan, patch: Patch): Patch {
  const pointers = Object.keys(plan.sources ?? {});
  if (pointers.length === 0) return patch;
  const after = editedPlan(plan, patch);
  const named = isObject(patch["sources"]) ? patch["sources"] : {};
  const old = pointers.filter((pointer) => !(pointer in named) && said(at(plan, pointer)) !== said(at(after, pointer)));
  if (old.length === 0) return patch;
  return { ...patch, sources: { ...named, ...Object.fromEntries(old.map((pointer) => [pointer, null])) } };
}

const isObject = (v: unknown): v is Patch => typeof v === "object" && v !== null && !Array.isArray(v);

/** What stands at a JSON pointer (RFC 6901) of the plan. */
function at(plan: Plan, pointer: string): unknown {
  const path = pointer.split("/").slice(1);
  return path.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")).reduce<unknown>((v, key) => (Array.isArray(v) ? v[Number(key)] : isObject(v) ? v[key] : undefined), plan);
}

/** What a value says that a document could say: of an amount its digits and money, not how often or since when. */
function said(value: unknown): string {
  if (isObject(value) && "amt" in value) return JSON.stringify([value["amt"], value["cur"] ?? null]);
  return JSON.stringify(value) ?? "";
}
