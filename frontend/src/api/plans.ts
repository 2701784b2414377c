import { bytes, json, send } from "./client";
import type { EditName, Here, PlanState, PlanSummary, Present, Revision } from "./types";

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

/** What whoever makes a change had seen, and the change's own name: sent again it is not made again. */
export interface Stamp {
  /** The newest revision that was seen. */
  base: number;
  /** The ops of one's own changes that were still on their way. */
  seen?: string[];
  op: string;
}

let lastOp = 0;

/** A name that no other change has. Names given by one page sort in the order of their giving. */
export function freshOp(): string {
  lastOp = Math.max(lastOp + 1, Date.now() * 1000);
  const random = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36));
  return [lastOp.toString(36).padStart(11, "0"), ...random].join("-");
}

/**
 * Applies a patch, field by field on what others did since the base; settles names conflicts that
 * it decides. Throws a Fault: 422 with all problems.
 */
export function editPlan(plan: string, on: Stamp, name: EditName, patch: Patch, settles: string[] = []): Promise<PlanState> {
  return json("POST", at(plan) + "/edits", { body: { ...on, name: shortName(name), patch, settles } });
}

/** Takes back one's own newest edit. */
export function undoPlan(plan: string, on: Stamp): Promise<PlanState> {
  return json("POST", at(plan) + "/undo", { body: { base: on.base, op: on.op } });
}

export function redoPlan(plan: string, on: Stamp): Promise<PlanState> {
  return json("POST", at(plan) + "/redo", { body: { base: on.base, op: on.op } });
}

/** A state that the plan once had: after a revision, or at the end of a local day ("2026-03-29"). */
export type Moment = { to: number } | { day: string };

/** Makes the plan again what it was then, as a new revision. */
export function rewindPlan(plan: string, on: Stamp, to: Moment): Promise<PlanState> {
  return json("POST", at(plan) + "/rewind", { body: { base: on.base, op: on.op, ...to } });
}

/** Says where in a plan this window stands. The answer is who else is there. */
export async function bePresent(plan: string, here: Here): Promise<Present[]> {
  const answer = await json<{ present: Present[] | null }>("POST", at(plan) + "/presence", { body: here });
  return answer.present ?? [];
}

/** The same when the page goes, as far as a browser still sends it. */
export function leavePlan(plan: string, window: string): void {
  void send("POST", at(plan) + "/presence", { body: { window, place: "", gone: true }, keepalive: true }).catch(() => undefined);
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
