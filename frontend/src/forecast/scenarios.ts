// Scenarios are merge patches that the plan carries.
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

/** The edit that makes a scenario's changes the plan's own, and puts the scenario away. */
export function merging({ id, patch }: Branch): Patch {
  return { ...patch, scenarios: { [id]: { archived: true } } };
}

/** The plan as a scenario would have it. */
export function planUnder(plan: Plan, branch: Pick<Branch, "patch"> | undefined): Plan {
  const { scenarios: _, ...alone } = plan;
  return branch ? applyPatch(alone, branch.patch) : alone;
}
