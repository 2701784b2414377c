import { json } from "./client";
import type { AssumptionPassports } from "./types";

/** What is assumed by default, where that comes from, and where it stands in recorded history. */
export function getPassports(): Promise<AssumptionPassports> {
  return json("GET", "/assumptions");
}
