// Scenarios that are ready to be tried, made for the plan as it is.
import type { Patch } from "../../api/plans";
import type { Plan } from "../../api/types";
import { scaleSpending, shiftWork, workStops } from "../today/levers";

export type Ready = "retireLater" | "spendLess" | "lowerReturns";

const later = 2; // years
const less = 0.95;
const lower = 0.01; // a year

/** The ready scenarios that change something in this plan, with what each changes. */
export function readyBranches(plan: Plan): { kind: Ready; patch: Patch }[] {
  const all: { kind: Ready; patch: Patch }[] = [
    { kind: "retireLater", patch: workStops(plan).length > 0 ? shiftWork(plan, later) : {} },
    { kind: "spendLess", patch: scaleSpending(plan, less) },
    { kind: "lowerReturns", patch: lowerReturns(plan, lower) },
  ];
  return all.filter(({ patch }) => changes(patch));
}

const changes = (patch: unknown): boolean => (typeof patch === "object" && patch !== null && !Array.isArray(patch) ? Object.values(patch).some(changes) : patch !== undefined);

/** Every class's mean return less by so much a year. */
function lowerReturns(plan: Plan, by: number): Patch {
  const living = Object.entries(plan.assumptions.classes).filter(([, c]) => !c.archived);
  const classes = living.map(([id, c]) => [id, { real: { mean: Math.round((c.real.mean - by) * 1e6) / 1e6 } }]);
  return { assumptions: { classes: Object.fromEntries(classes) as Patch } };
}
