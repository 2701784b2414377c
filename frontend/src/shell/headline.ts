import type { Fact, Plan, ResultHeader } from "../api/types";

/** The share of futures that succeed, by what this household calls success. */
export function successFact(header: ResultHeader, plan: Plan): Fact | undefined {
  return header.facts[plan.targets.metric === "allFunded" ? "success.full" : "success.essential"];
}
