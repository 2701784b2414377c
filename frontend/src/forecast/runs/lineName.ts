import { useLooseText } from "../../i18n/text";
import type { YearLine } from "./year";

/** What a line of the cash flow is called. */
export function useLineName(): (line: YearLine["line"]) => string {
  const loose = useLooseText();
  return ({ id, kind, name, tier }) => {
    if (kind === "unfunded" && tier) return loose(`plan.tier.${tier}`, undefined, tier);
    if (kind === "spending" && id.endsWith(".care")) return loose("futures.line.care", { name: name ?? "" }, name ?? kind);
    if (kind === "debt" && id.endsWith(".early")) return loose("futures.line.early", { name: name ?? "" }, name ?? kind);
    if (kind === "tax" && id.startsWith("withheld.")) return loose("futures.line.withheld", { name: name ?? "" }, name ?? kind);
    const what = loose(`futures.col.${kind === "property" && id.endsWith(".tax") ? "tax" : kind}`, undefined, kind);
    return name ? (kind === "income" || kind === "spending" || kind === "goal" ? name : `${what}, ${name}`) : what;
  };
}
