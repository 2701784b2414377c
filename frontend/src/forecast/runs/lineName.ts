import { useLooseText } from "../../i18n/text";
import type { YearLine } from "./year";

/** What a line of the cash flow is called. */
export function useLineName(): (line: YearLine["line"]) => string {
  const loose = useLooseText();
  return ({ id, kind, name, tier }) => {
    if (kind === "unfunded" && tier) return loose(`plan.tier.${tier}`, undefined, tier);
    const what = loose(`futures.col.${kind === "property" && id.endsWith(".tax") ? "tax" : kind}`, undefined, kind);
    return name ? (kind === "income" || kind === "spending" || kind === "goal" ? name : `${what}, ${name}`) : what;
  };
}
