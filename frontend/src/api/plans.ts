import { bytes, json } from "./client";
import type { EditName, PlanState, PlanSummary, Revision } from "./types";

/** An RFC 7396 merge patch over the plan document: null removes. */
export type Patch = { [key: string]: unknown };

/** Whether a plan's five first questions were left half way: its newest change is an answer to them. */
export function unfinished(plan: Pick<PlanSummary, "newest">): boolean {
  return plan.newest === "edit.welcome";
}

/** Where a new plan starts from. */
export type PlanSeed =
  | { from: "demo-us" | "demo-kr"; name?: string }
  | { from: "blank"; name?: string }
  | { from: "document"; document: unknown; name?: string };

const at = (plan: string) => "/plans/" + encodeURIComponent(plan);

export async function listPlans(): Promise<PlanSummary[]> {
  const answer = await json<{ plans: PlanSummary[] | null }>("GET", "/plans");
  return answer.plans ?? [];
}

export function createPlan(seed: PlanSeed): Promise<PlanState> {
  return json("POST", "/plans", { body: seed });
}

export function getPlan(plan: string): Promise<PlanState> {
  return json("GET", at(plan));
}

/** Puts a plan away; nothing is destroyed. */
export function archivePlan(plan: string): Promise<void> {
  return json("DELETE", at(plan));
}

export function restorePlan(plan: string): Promise<PlanState> {
  return json("POST", at(plan) + "/restore", { body: {} });
}

/** The backend keeps short names only: sixty characters are at most 243 bytes, of the 256 that it takes. */
const longest = 60;

/** An edit's name with its arguments cut short enough to be kept; what was edited is not. */
export function shortName({ key, args }: EditName): EditName {
  if (!args) return { key };
  const cut = (text: string) => {
    const letters = [...text];
    return letters.length > longest ? letters.slice(0, longest).join("") + "…" : text;
  };
  return { key, args: Object.fromEntries(Object.entries(args).map(([name, text]) => [name, cut(text)])) };
}

/** Applies a patch on top of revision base. Throws a Fault: 422 with all problems, 409 when base is old. */
export function editPlan(plan: string, base: number, name: EditName, patch: Patch): Promise<PlanState> {
  return json("POST", at(plan) + "/edits", { body: { base, name: shortName(name), patch } });
}

export function undoPlan(plan: string, base: number): Promise<PlanState> {
  return json("POST", at(plan) + "/undo", { body: { base } });
}

export function redoPlan(plan: string, base: number): Promise<PlanState> {
  return json("POST", at(plan) + "/redo", { body: { base } });
}

/** A state that the plan once had: after a revision, or at the end of a local day ("2026-03-29"). */
export type Moment = { to: number } | { day: string };

/** Makes the plan again what it was then, as a new revision. */
export function rewindPlan(plan: string, base: number, to: Moment): Promise<PlanState> {
  return json("POST", at(plan) + "/rewind", { body: { base, ...to } });
}

/** Every revision of a plan, oldest first. */
export async function planHistory(plan: string): Promise<Revision[]> {
  const answer = await json<{ revisions: Revision[] | null }>("GET", at(plan) + "/history");
  return (answer.revisions ?? []).toSorted((a, b) => a.revision - b.revision);
}

/** The canonical document, for a file. */
export async function planDocument(plan: string): Promise<string> {
  return new TextDecoder().decode(await bytes(at(plan) + "/document"));
}
