// Amounts: how much, per what, in whose money, and as a lever to drag.
import { useState, type ReactNode } from "react";
import { useText } from "../../i18n/text";
import { MoneyInput, PercentInput, Select, type Choice } from "../../ui/Inputs";
import { useMoneyText } from "../../ui/Money";
import { Slider } from "../../ui/Slider";
import { Segmented } from "../../ui/Segmented";
import type { Amount, Basis, Fee, Per } from "../../api/types";
import { useEditing } from "../editing";
import type { Lens } from "../lens";
import { amountRange } from "../levers";
import styles from "./fields.module.css";
import { Group, Member } from "./Frame";

export interface AmountFieldProps {
  label: string;
  lens: Lens<Amount>;
  hint?: ReactNode;
  /** The periods to choose from; none where the field's meaning fixes it. */
  per?: readonly Per[];
  /** Whether the amount may be in today's money or in the money of the day. */
  basis?: boolean;
  /** Adds a slider. */
  lever?: boolean;
  /** A word after the currency where the period is fixed. */
  unit?: string;
}

export function AmountField({ label, lens, hint, per, basis = false, lever = false, unit }: AmountFieldProps) {
  const { plan } = useEditing();
  const { amt, cur } = lens.value;
  const [moving, setMoving] = useState<string | null>(null);
  const dragged: Lens<Amount> = {
    ...lens,
    set: (next) => {
      setMoving(null);
      lens.set(next);
    },
    preview: (next) => {
      setMoving(next.amt);
      lens.preview(next);
    },
  };
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <AmountRow
        label={label}
        pointer={lens.pointer}
        amt={moving ?? amt}
        currency={cur ?? plan.currency}
        unit={unit}
        onType={(typed) => lens.preview({ ...lens.value, amt: typed })}
        onCommit={(typed) => lens.set({ ...lens.value, amt: typed ?? "0" })}
      >
        {per && <PerChoice label={label} lens={lens} per={per} />}
        {basis && <BasisChoice label={label} lens={lens} />}
        <CurrencyChoice label={label} lens={lens} />
      </AmountRow>
      {lever && <AmountLever key={lens.pointer + (cur ?? "")} label={label} lens={dragged} />}
    </Group>
  );
}

interface AmountRowProps {
  label: string;
  pointer: string;
  amt: string | null;
  currency: string;
  unit: string | undefined;
  onType: (amt: string) => void;
  onCommit: (amt: string | null) => void;
  /** Of what the amount is: period, basis, currency. */
  children: ReactNode;
}

/** The digits, and beside them of what they are. */
function AmountRow({ label, pointer, amt, currency, unit, onType, onCommit, children }: AmountRowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.grow}>
        <Member pointer={`${pointer}/amt`}>
          <MoneyInput label={label} value={amt} currency={currency} onType={onType} onCommit={onCommit} {...(unit ? { per: unit } : {})} />
        </Member>
      </div>
      {children}
    </div>
  );
}

function PerChoice({ label, lens, per }: { label: string; lens: Lens<Amount>; per: readonly Per[] }) {
  const t = useText();
  const now = lens.value.per ?? per[0] ?? "month";
  const shown = per.includes(now) ? per : [...per, now];
  const options = shown.map((value) => ({ value, label: t(`plan.per.${value}`) }));
  return (
    <div className={styles.short}>
      <Member pointer={`${lens.pointer}/per`}>
        <Select label={`${label}: ${t("plan.per")}`} value={now} options={options} onChange={(value) => lens.set({ ...lens.value, per: value })} />
      </Member>
    </div>
  );
}

function BasisChoice({ label, lens }: { label: string; lens: Lens<Amount> }) {
  const t = useText();
  const options: Choice<Basis>[] = (["today", "nominal"] as const).map((value) => ({ value, label: t(`plan.basis.${value}`) }));
  return (
    <div className={styles.fit}>
      <Member pointer={`${lens.pointer}/basis`}>
        <Select label={`${label}: ${t("plan.basis")}`} value={lens.value.basis ?? "today"} options={options} onChange={(value) => lens.set({ ...lens.value, basis: value })} />
      </Member>
    </div>
  );
}

/** The plan's currencies: its own, and those with a rate. */
export function useCurrencies(also: string | undefined): string[] {
  const { plan } = useEditing();
  const pairs = Object.keys(plan.fx ?? {}).flatMap((pair) => pair.split("/"));
  return [...new Set([plan.currency, ...pairs, ...(also ? [also] : [])])];
}

function CurrencyChoice({ label, lens }: { label: string; lens: Lens<Amount> }) {
  const t = useText();
  const { plan } = useEditing();
  const now = lens.value.cur ?? plan.currency;
  const all = useCurrencies(now);
  if (all.length < 2) return null;
  return (
    <div className={styles.short}>
      <Member pointer={`${lens.pointer}/cur`}>
        <Select label={`${label}: ${t("plan.currency")}`} value={now} options={all.map((value) => ({ value, label: value }))} onChange={(cur) => lens.set({ ...lens.value, cur })} />
      </Member>
    </div>
  );
}

function AmountLever({ label, lens }: { label: string; lens: Lens<Amount> }) {
  const say = useMoneyText();
  const value = Number(lens.value.amt);
  const [range, setRange] = useState(() => amountRange(value));
  if (value > range.max) setRange(amountRange(value));
  const options = { style: "full" as const, ...(lens.value.cur ? { currency: lens.value.cur } : {}) };
  const at = (amount: number): Amount => ({ ...lens.value, amt: String(Math.round(amount * 100) / 100) });
  return (
    <div className={styles.lever}>
      <Slider
        label={label}
        value={value}
        {...range}
        onMove={(amount) => lens.preview(at(amount))}
        onCommit={(amount) => lens.set(at(amount))}
        say={(amount) => say(amount, options)}
      />
      <div className={styles.leverEnds} aria-hidden>
        <span>{say(range.min, { ...options, style: "axis" })}</span>
        <span>{say(range.max, { ...options, style: "axis" })}</span>
      </div>
    </div>
  );
}

export interface OptionalAmountProps {
  label: string;
  lens: Lens<Amount | undefined>;
  /** What enters the document with the first digits, apart from the amount. */
  absent: Omit<Amount, "amt">;
  hint?: ReactNode;
  unit?: string;
  basis?: boolean;
}

/** An amount that may be missing: emptied, it leaves the document. */
export function OptionalAmount({ label, lens, absent, hint, unit, basis = false }: OptionalAmountProps) {
  const { plan } = useEditing();
  const now = lens.value;
  const at = (amt: string): Amount => ({ ...absent, ...now, amt });
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <AmountRow
        label={label}
        pointer={lens.pointer}
        amt={now?.amt ?? null}
        currency={now?.cur ?? absent.cur ?? plan.currency}
        unit={unit}
        onType={(amt) => lens.preview(at(amt))}
        onCommit={(amt) => lens.set(amt === null ? undefined : at(amt))}
      >
        {now && basis && <BasisChoice label={label} lens={lens as Lens<Amount>} />}
        {now && <CurrencyChoice label={label} lens={lens as Lens<Amount>} />}
      </AmountRow>
    </Group>
  );
}

/** A fee or upkeep: a share of the value each year, or an amount a year. */
export function FeeField({ label, lens, hint }: { label: string; lens: Lens<Fee | undefined>; hint?: ReactNode }) {
  const t = useText();
  const { plan } = useEditing();
  const now = lens.value;
  const kind = typeof now === "object" ? "amount" : "rate";
  const options = (["rate", "amount"] as const).map((value) => ({ value, label: t(`plan.fee.${value}`) }));
  const choose = (next: "rate" | "amount") => lens.set(next === "rate" ? 0.005 : { amt: "0", cur: plan.currency, per: "year", basis: "today" });
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <div className={styles.row}>
        <Segmented label={label} value={kind} options={options} onChange={choose} />
        <div className={styles.grow}>
          {typeof now === "object" ? (
            <MoneyInput label={label} value={now.amt} currency={now.cur ?? plan.currency} per={t("plan.per.year")} onCommit={(amt) => lens.set({ ...now, amt: amt ?? "0" })} />
          ) : (
            <PercentInput label={label} value={now ?? null} suffix={t("plan.unit.yearlyRate")} onType={lens.preview} onCommit={(rate) => lens.set(rate ?? undefined)} />
          )}
        </div>
      </div>
    </Group>
  );
}
