import type { Fact, ResultHeader } from "../api/types";

/** The share of futures that succeed, by what this household calls success. */
export function successFact(header: ResultHeader): Fact | undefined {
  return header.facts[header.metric === "allFunded" ? "success.full" : "success.essential"];
}
