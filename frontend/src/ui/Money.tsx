import { createContext, useContext, useMemo, type ReactNode } from "react";
import { currencyName, formatMoney, formatShare, hidden, scramble, veil, type Locale, type MoneyStyle } from "../format/money";
import { useLocale } from "../i18n/text";
import { classes } from "./classes";
import styles from "./Money.module.css";

/** How amounts are shown everywhere: the reader's language, privacy, and whose money. */
export interface MoneyView {
  locale: Locale;
  privacy: "show" | "blur" | "scramble";
  /** Used where no currency is given. */
  currency: string;
  /** How far amounts are told: percent says that they are shares of something, in percent; rounded that they are not exact. */
  told?: "full" | "rounded" | "percent";
}

// One draw for each window, so that what is seen in it belongs together.
const drawn = veil(Math.random());

const MoneyContext = createContext<MoneyView | null>(null);

export function MoneyProvider({ view, children }: { view: MoneyView; children: ReactNode }) {
  return <MoneyContext value={view}>{children}</MoneyContext>;
}

/** Outside a plan there is nobody's money: the reader's language alone. */
export function useMoneyView(): MoneyView {
  const locale = useLocale();
  return useContext(MoneyContext) ?? { locale, privacy: "show", currency: "USD" };
}

/** What amounts are counted in, for the title of an axis: "dollars", "원". */
export function useMoneyUnit(): string {
  const { currency, locale, told } = useMoneyView();
  return told === "percent" ? "%" : currencyName(currency, locale);
}

/** An amount as it is told: a share of something, about so much, or exactly. */
function say(value: number, view: MoneyView, options: { style: MoneyStyle; signed: boolean; currency: string }): string {
  if (view.told === "percent") return formatShare(value, options.signed);
  const text = formatMoney(value, { locale: view.locale, ...options });
  return view.told === "rounded" && options.style !== "axis" && value !== 0 && Number.isFinite(value) ? (view.locale === "ko" ? "약 " : "≈ ") + text : text;
}

export interface MoneyTextOptions {
  style?: MoneyStyle;
  signed?: boolean;
  currency?: string;
}

/**
 * Amounts as plain text, for chart axes, spoken descriptions and files, under
 * the same privacy as <Money>: blurred amounts read as dots.
 */
export function useMoneyText(): (value: number, options?: MoneyTextOptions) => string {
  const view = useMoneyView();
  return useMemo(
    () => (value, options = {}) => {
      if (view.privacy === "blur") return hidden;
      const shown = view.privacy === "scramble" ? scramble(value, drawn) : value;
      return say(shown, view, { currency: options.currency ?? view.currency, style: options.style ?? "round", signed: options.signed ?? false });
    },
    [view],
  );
}

export interface MoneyProps extends MoneyTextOptions {
  /** Major units (won, dollars): a number, or the plan's decimal string. */
  value: number | string;
  className?: string | undefined;
}

/** The one component that shows an amount. */
export function Money({ value, style = "full", signed = false, currency, className }: MoneyProps) {
  const view = useMoneyView();
  const exact = typeof value === "string" ? Number(value) : value;
  const shown = view.privacy === "show" ? exact : scramble(exact, drawn);
  const text = say(shown, view, { currency: currency ?? view.currency, style, signed });
  if (view.privacy !== "blur") return <span className={classes(styles.money, className)}>{text}</span>;
  return (
    <span className={classes(styles.money, className)} role="img" aria-label={view.locale === "ko" ? "가린 금액" : "hidden amount"}>
      <span className={styles.blurred} aria-hidden>
        {text}
      </span>
    </span>
  );
}
