import { json } from "./client";
import type { Cap, TaxLaw } from "./types";

/** The regimes that come with a country's law; the same as long as the program is. */
export async function getTaxLaws(): Promise<TaxLaw[]> {
  const answer = await json<{ laws: TaxLaw[] }>("GET", "/tax-laws");
  return answer.laws;
}

/** The yearly limits that a plan's saving rules are under, in the plan's currency. */
export async function getCaps(plan: string, signal?: AbortSignal): Promise<Cap[]> {
  const answer = await json<{ caps: Cap[] | null }>("GET", `/plans/${encodeURIComponent(plan)}/caps`, { signal });
  return answer.caps ?? [];
}
