// The tax laws that are built in, as the backend lists them.
import { useQuery } from "@tanstack/react-query";
import { getTaxLaws } from "../api/taxes";
import type { TaxLaw } from "../api/types";
import type { Plan } from "./document";

/** Every law; none until they are known. */
export function useTaxLaws(): readonly TaxLaw[] {
  return useQuery({ queryKey: ["taxLaws"], queryFn: getTaxLaws, staleTime: Infinity }).data ?? [];
}

const OF_REGION: { [region: string]: string } = { US: "us.federal", KR: "kr" };

/** The law of the plan: the one it is taxed by, else the one of its country. */
export function lawOf(laws: readonly TaxLaw[], plan: Pick<Plan, "tax" | "region">): TaxLaw | undefined {
  const find = (regime: string | undefined) => laws.find((law) => law.regime === regime);
  return find(plan.tax.regime) ?? find(OF_REGION[plan.region ?? ""]);
}
