// Scenarios are merge patches that the plan carries: what they are called, and what makes one.
import { applyPatch } from "../api/patch";
import type { Patch } from "../api/plans";
import type { Plan, Scenario } from "../api/types";

/** Stands for the plan itself among scenarios. */
export const BASE = "base";

export interface Branch extends Scenario {
  id: string;
}

/** The scenarios in the order they were made: those in use, and those put away. */
export function branchesOf(plan: Plan): { open: Branch[]; away: Branch[] } {
  const all = Object.entries(plan.scenarios ?? {})
    .map(([id, s]) => ({ ...s, id }))
    .sort((a, b) => order(a).localeCompare(order(b), "en"));
  return { open: all.filter((b) => !b.archived), away: all.filter((b) => b.archived) };
}

const order = (b: Branch) => `${b.sort ?? ""} ${b.id}`;

// Ids rise with time, so that scenarios stand in the order they were made.
function freshId(now: number): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(4)), (n) => n.toString(36)).join("");
  return `x${now.toString(36).padStart(9, "0")}${random}`;
}

/** A new scenario: its id, and the edit that makes it. */
export function branching(name: string, patch: Patch, now = Date.now()): { id: string; edit: Patch } {
  const id = freshId(now);
  return { id, edit: { scenarios: { [id]: { name, patch } } } };
}

/** The edit that makes a scenario's changes the plan's own, and puts the scenario away. */
export function merging({ id, patch }: Branch): Patch {
  return { ...patch, scenarios: { [id]: { archived: true } } };
}

/** The plan as a scenario would have it. */
export function planUnder(plan: Plan, branch: Pick<Branch, "patch"> | undefined): Plan {
  const { scenarios: _, ...alone } = plan;
  return branch ? applyPatch(alone, branch.patch) : alone;
}

/** A name that no other scenario has: "Retire later", "Retire later 2". */
export function nameFor(wanted: string, others: readonly Pick<Branch, "name">[]): string {
  const taken = new Set(others.map((b) => b.name));
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
  return name;
}
