import type { Fact } from "../api/types";
import { chanceInHundred } from "../format/chance";
import { useText } from "../i18n/text";

/** "79 in 100", "about 80 in 100": words as precise as the interval allows. */
export function useChance(): (fact: Fact) => string {
  const t = useText();
  return (fact) => {
    const chance = chanceInHundred(fact.value, fact.ci);
    if (chance.kind === "between") return t("chance.between", { low: chance.low, high: chance.high });
    return t(`chance.${chance.kind}`, { n: chance.count });
  };
}
