import { formatPercent } from "../format/number";
import type { Locale } from "../i18n/spoken";
import { useMoneyText, useMoneyView } from "../ui/Money";
import type { Amounts } from "./options";

/** What amounts are measured against when only percentages are shown. */
export interface Measures {
  /** What there is today. */
  wealth: number;
  /** What is planned to be spent in a month. */
  month: number;
}

export interface AmountText {
  /** Wealth. */
  stock: (value: number) => string;
  /** An amount per month. */
  flow: (value: number) => string;
  /** An amount per year. */
  year: (value: number) => string;
  /** Wealth on an axis. */
  axis: (value: number) => string;
}

/** A value as a share of a whole. */
export function shares(value: number, whole: number, locale: Locale): string {
  return whole > 0 ? formatPercent(value / whole, locale) : "–";
}

/** How this report shows amounts. */
export function useAmounts(amounts: Amounts, { wealth, month }: Measures): AmountText {
  const money = useMoneyText();
  const { locale, told = "full" } = useMoneyView();
  if (told !== "full") {
    const say = (value: number) => money(value, { style: "full" });
    return { stock: say, flow: say, year: say, axis: (v) => money(v, { style: "axis" }) };
  }
  if (amounts === "percent") {
    const of = (whole: number) => (value: number) => shares(value, whole, locale);
    return { stock: of(wealth), flow: of(month), year: of(12 * month), axis: of(wealth) };
  }
  const say = (value: number) => (amounts === "full" ? money(Math.round(value), { style: "full" }) : money(rough(value)));
  return { stock: say, flow: say, year: say, axis: (v) => money(v, { style: "axis" }) };
}

/** Two leading digits. */
function rough(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Math.round(value / step) * step;
}
