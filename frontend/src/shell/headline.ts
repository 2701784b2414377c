import type { Fact, ResultHeader } from "../api/types";

/** The same as evenly spread futures tell it, closer than the futures shown; where they were played. */
export function sharpFact(header: ResultHeader): Fact | undefined {
  return header.facts[header.metric === "allFunded" ? "success.full.sharp" : "success.essential.sharp"];
}

/** The share of futures that succeed, by what this household calls success. */
export function successFact(header: ResultHeader): Fact | undefined {
  return header.facts[header.metric === "allFunded" ? "success.full" : "success.essential"];
}
