// Levers and their amounts as people say them.
import type { LeverAmount } from "../../api/types";
import { formatPercent } from "../../format/number";
import { formatDuration } from "../../format/time";
import type { Locale } from "../../i18n/spoken";
import type { T } from "../../i18n/text";

export type LeverID = LeverAmount["lever"];
type Unit = LeverAmount["unit"];

interface Words {
  t: T;
  locale: Locale;
}

/** How much, without which way: "1 year", "5%", "0.5 points". */
export function amountWords({ t, locale }: Words, unit: Unit, amount: number): string {
  const size = Math.abs(amount);
  if (unit === "months") return formatDuration(size, locale);
  if (unit === "years") return formatDuration(size * 12, locale);
  const percent = Math.round(size * 1e4) / 100;
  if (unit === "points") return t("levers.points", { n: percent });
  return formatPercent(size, locale, Number.isInteger(percent) ? 0 : 1);
}

/** A whole move: "Retire 1 year later". It also names the scenario that makes it. */
export function moveWords(words: Words, { lever, unit, amount }: LeverAmount): string {
  return words.t(`levers.${amount < 0 ? "down" : "up"}.${lever}`, { amount: amountWords(words, unit, amount) });
}

/** The same beside the lever's name: "1 year later". */
export function shortWords(words: Words, { lever, unit, amount }: LeverAmount): string {
  const { t } = words;
  if (amount === 0) return t("levers.asPlanned");
  const way = lever === "retire" ? (amount < 0 ? "earlier" : "later") : lever === "longevity" ? (amount < 0 ? "shorter" : "longer") : amount < 0 ? "less" : "more";
  return t(`levers.short.${way}`, { amount: amountWords(words, unit, amount) });
}
