// What the newest forecast says that it left out or stood in for, by place of the plan.
import { useForecast } from "../shell/forecastSession";
import { useLocale } from "../i18n/text";
import { within } from "./patch";

/** The sentences about a place, in the reader's language; none while nothing was forecast. */
export function useLimits(pointer: string, reach: "exact" | "inside" = "exact"): string[] {
  const locale = useLocale();
  const limits = useForecast().result?.header.limits ?? [];
  return limits.filter((limit) => (reach === "exact" ? limit.pointer === pointer : within(limit.pointer, pointer))).map((limit) => limit.text[locale]);
}
