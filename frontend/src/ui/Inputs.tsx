import { ChevronDown } from "lucide-react";
import { useEffect, useId, useRef, useState, type FormEvent, type InputHTMLAttributes, type ReactNode } from "react";
import { currencyMark, formatMoney, groupDigits, minorDigits, parseMoney } from "../format/money";
import { percentDigits } from "../format/number";
import { formatMonth, parseMonth } from "../format/time";
import { classes } from "./classes";
import { useField, useSaidOf } from "./Field";
import styles from "./Field.module.css";
import { useLocked } from "./lock";
import { Money, useMoneyView } from "./Money";
import { Note } from "./Note";
import { useDraft } from "./useDraft";

/** What inputs have in common. Outside a Field, give `label`. */
interface Common {
  label?: string;
  autoFocus?: boolean;
  placeholder?: string;
}

interface BoxProps extends Common {
  before?: ReactNode;
  after?: ReactNode;
  number?: boolean;
  /** Why what was typed cannot be taken; "" where it can. */
  wrong?: string;
  input: InputHTMLAttributes<HTMLInputElement>;
}

function Box({ label, autoFocus, placeholder, before, after, number, wrong = "", input }: BoxProps) {
  const field = useField();
  const note = useId();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    ref.current?.setCustomValidity(wrong);
    if (wrong) ref.current?.closest("details")?.setAttribute("open", ""); // what a reload found may lie folded away
  }, [wrong]);
  if (useLocked()) return <Held label={label} text={input.value === "" ? "" : [before, before && " ", input.value, unitGap(after), after].filter(Boolean).join("")} />;
  const box = (
    <div className={styles.box} data-invalid={wrong ? true : field["aria-invalid"]}>
      {before && <span className={classes(styles.mark, styles.before)}>{before}</span>}
      <input
        ref={ref}
        {...field}
        {...input}
        {...(wrong ? { "aria-invalid": true, "aria-describedby": note } : {})}
        onInvalid={showFirst}
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- only where a person just asked for this field
        autoFocus={autoFocus}
        placeholder={placeholder}
        autoComplete="off"
        className={classes(styles.input, number && styles.number)}
      />
      {after && <span className={classes(styles.mark, styles.after)}>{after}</span>}
    </div>
  );
  return (
    <div className={wrong ? undefined : styles.bare}>
      {box}
      {wrong && (
        <Note id={note} tone="error" alert>
          {wrong}
        </Note>
      )}
    </div>
  );
}

/** A form that is handed over with something wrong in it leads to the first of it; the words stand there already. */
function showFirst(event: FormEvent<HTMLInputElement>) {
  event.preventDefault(); // the browser would say it in its own place
  if (!document.activeElement?.matches(":invalid")) event.currentTarget.focus();
}

/** Between a number and its unit: a sign of percent and Korean units stand close. */
function unitGap(after: ReactNode): string {
  return typeof after === "string" && /^[%\p{Script=Hangul}]/u.test(after) ? "" : " ";
}

/** What a locked field holds, to be read and copied. */
function Held({ label, text, children }: { label: string | undefined; text?: string; children?: ReactNode }) {
  const { "aria-invalid": _, ...field } = useField();
  return (
    <output {...field} aria-label={label} className={styles.held}>
      {children ?? (text || "–")}
    </output>
  );
}

const words = {
  en: {
    money: "This is not an amount. Write it like 4,500 or 1.2M.",
    number: "This is not a number.",
    empty: "This cannot be empty.",
    least: (min: string) => `Write ${min} or more.`,
    most: (max: string) => `Write ${max} or less.`,
    between: (min: string, max: string) => `Write a number from ${min} to ${max}.`,
  },
  ko: {
    money: "금액으로 읽을 수 없습니다. 4,500이나 1억 2천만처럼 적어 주세요.",
    number: "숫자로 읽을 수 없습니다.",
    empty: "비워 둘 수 없습니다.",
    least: (min: string) => `${min} 이상으로 적어 주세요.`,
    most: (max: string) => `${max} 이하로 적어 주세요.`,
    between: (min: string, max: string) => `${min}에서 ${max} 사이의 숫자를 적어 주세요.`,
  },
};

type Words = (typeof words)["en" | "ko"];

/** Inputs that must not be left empty. */
interface Required {
  required?: boolean;
}

export interface TextInputProps extends Common, Required {
  value: string;
  /** On Enter and on leaving the field, when it changed. */
  onCommit: (value: string) => void;
  /** On every letter. */
  onType?: (value: string) => void;
  /** Why a text cannot be taken, in words; "" where it can. */
  check?: (value: string) => string;
}

export function TextInput({ value, onCommit, onType, check, required, ...common }: TextInputProps) {
  const { locale } = useMoneyView();
  const wrong = (text: string) => (required && text.trim() === "" ? words[locale].empty : (check?.(text) ?? ""));
  const draft = useDraft(value, { commit: onCommit, check: wrong, typing: onType, name: common.label });
  return <Box {...common} wrong={draft.wrong} input={{ type: "text", ...draft.bind }} />;
}

/** What nobody may read over a shoulder, and what no browser may keep. */
export function SecretInput({ value, onType, ...common }: Common & { value: string; onType: (value: string) => void }) {
  return <Box {...common} input={{ type: "password", value, onChange: (event) => onType(event.target.value) }} />;
}

interface Reading<T> {
  /** null for an emptied field, undefined for what it cannot read. */
  read: (text: string) => T | null | undefined;
  /** Said of what cannot be read. */
  unread: string;
  /** Why what was read cannot be; "" where it can. */
  check?: (value: T) => string;
  required?: boolean | undefined;
  /** What the field is called. */
  name: string | undefined;
}

/** A draft of something that is read from text. */
function useParsed<T>(kept: string, { read, unread, check = () => "", required, name }: Reading<T>, onCommit: (value: T | null) => void, onType?: (value: T) => void) {
  const { locale } = useMoneyView();
  const wrong = (text: string): string => {
    const parsed = read(text);
    if (parsed === undefined) return unread;
    if (parsed === null) return required ? words[locale].empty : "";
    return check(parsed);
  };
  return useDraft(kept, {
    name,
    check: wrong,
    commit: (text) => onCommit(read(text) ?? null),
    typing: (text) => {
      const parsed = read(text);
      if (parsed !== undefined && parsed !== null && check(parsed) === "") onType?.(parsed);
    },
  });
}

function readDecimal(text: string): number | null | undefined {
  const clean = text.replaceAll(/[\s,]/g, "").replace("−", "-");
  if (clean === "") return null;
  return /^-?\d+(\.\d*)?$|^-?\.\d+$/.test(clean) ? Number(clean) : undefined;
}

/** A share or rate typed as percent. */
function readPercent(text: string): number | null | undefined {
  const points = readDecimal(text.replaceAll("%", ""));
  return typeof points === "number" ? Math.round(points * 1e6) / 1e8 : points;
}

export interface MoneyInputProps extends Common, Required {
  /** Decimal string in major units ("4500000"), or null when empty. */
  value: string | null;
  currency: string;
  onCommit: (value: string | null) => void;
  /** On every digit that makes an amount: for a live preview. */
  onType?: (value: string) => void;
  /** A word after the currency, e.g. "a month". */
  per?: string;
}

/** An amount. In Korean it also reads what was typed in 만 and 억, and says it back. */
export function MoneyInput({ value, currency, onCommit, onType, per, required, ...common }: MoneyInputProps) {
  const { locale } = useMoneyView();
  const draft = useParsed(groupDigits(value ?? ""), { read: (text) => readAmount(text, currency), unread: words[locale].money, required, name: common.label }, onCommit, onType);
  const said = readAmount(draft.text, currency);
  const mark = currencyMark(currency, locale);
  const suffix = [locale === "ko" && mark, per].filter(Boolean).join(" · ");
  const speak = locale === "ko" && said && Math.abs(Number(said)) >= 10_000;
  const change = draft.bind.onChange;
  if (useLocked()) {
    return (
      <Held label={common.label}>
        {value === null ? "–" : <Money value={value} currency={currency} />} {value !== null && per}
      </Held>
    );
  }
  return (
    <div>
      <Box
        {...common}
        number
        wrong={draft.wrong}
        before={locale === "en" && mark}
        after={suffix || undefined}
        input={{ type: "text", inputMode: "decimal", ...draft.bind, onChange: (e) => change({ target: { value: regroup(e.target.value) } }) }}
      />
      {locale === "ko" && <div className={styles.spoken}>{speak ? formatMoney(Number(said), { locale, currency }) : ""}</div>}
    </div>
  );
}

function regroup(text: string): string {
  const digits = text.replaceAll(",", "");
  return /^-?\d*(\.\d*)?$/.test(digits) ? groupDigits(digits) : text;
}

/** null for an emptied field, undefined for what is no amount. */
function readAmount(text: string, currency: string): string | null | undefined {
  if (text.trim() === "") return null;
  const parsed = parseMoney(text);
  if (parsed === null) return undefined;
  const digits = minorDigits(currency);
  const scaled = Number(parsed) * 10 ** digits;
  if (!Number.isSafeInteger(Math.round(scaled))) return undefined;
  return Number.isInteger(scaled) ? parsed : String(Math.round(scaled) / 10 ** digits);
}

/** Past these a bound is none that a person would run into. */
const [lowest, highest] = [-1e9, 1e9];

/** Why a number cannot be, for where it lies. */
function outside(said: Words, min: number, max: number, value: number): string {
  if (value >= min && value <= max) return "";
  const plain = (n: number) => (Math.abs(n) < 10_000 ? String(n) : groupDigits(String(n))); // a year has no comma
  const [least, most] = [plain(min), plain(max)];
  if (min <= lowest) return said.most(most);
  return max >= highest ? said.least(least) : said.between(least, most);
}

export interface PercentInputProps extends Common, Required {
  /** A share or rate: 0.025 shows as 2.5. */
  value: number | null;
  onCommit: (value: number | null) => void;
  onType?: (value: number) => void;
  /** Replaces "%", e.g. "% a year". */
  suffix?: string;
  /** What lies outside cannot be, and is said to be so. */
  min?: number;
  max?: number;
}

export function PercentInput({ value, onCommit, onType, suffix = "%", min = lowest, max = highest, required, ...common }: PercentInputProps) {
  const { locale } = useMoneyView();
  const said = words[locale];
  const draft = useParsed(value === null ? "" : percentDigits(value), { read: readPercent, unread: said.number, check: (share) => outside(said, 100 * min, 100 * max, 100 * share), required, name: common.label }, onCommit, onType);
  return <Box {...common} number wrong={draft.wrong} after={suffix} input={{ type: "text", inputMode: "decimal", ...draft.bind }} />;
}

export interface NumberInputProps extends Common, Required {
  value: number | null;
  onCommit: (value: number | null) => void;
  onType?: (value: number) => void;
  suffix?: string;
  /** What lies outside cannot be, and is said to be so. */
  min?: number;
  max?: number;
}

function readWhole(text: string): number | null | undefined {
  const clean = text.replaceAll(/[\s,]/g, "").replace("−", "-");
  if (clean === "") return null;
  return /^-?\d+$/.test(clean) ? Number(clean) : undefined;
}

/** A whole number: ages, years, months, counts. Arrow keys step it. */
export function NumberInput({ value, onCommit, onType, suffix, min = lowest, max = highest, required, ...common }: NumberInputProps) {
  const { locale } = useMoneyView();
  const said = words[locale];
  const draft = useParsed(value === null ? "" : String(value), { read: readWhole, unread: said.number, check: (n) => outside(said, min, max, n), required, name: common.label }, onCommit, onType);
  const bind = draft.bind;
  return (
    <Box
      {...common}
      number
      wrong={draft.wrong}
      after={suffix}
      input={{
        type: "text",
        inputMode: "numeric",
        ...bind,
        onKeyDown: (event) => {
          const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
          const now = readWhole(draft.text);
          if (by === 0 || typeof now !== "number") return bind.onKeyDown(event);
          event.preventDefault();
          bind.onChange({ target: { value: String(Math.min(max, Math.max(min, now + by))) } });
        },
      }}
    />
  );
}

export interface DecimalInputProps extends Common, Required {
  value: number | null;
  onCommit: (value: number | null) => void;
  suffix?: string;
}

/** A plain number with a point: a multiple, a correlation, a rate of exchange. */
export function DecimalInput({ value, onCommit, suffix, required, ...common }: DecimalInputProps) {
  const { locale } = useMoneyView();
  const draft = useParsed(value === null ? "" : String(value), { read: readDecimal, unread: words[locale].number, required, name: common.label }, onCommit);
  return <Box {...common} number wrong={draft.wrong} after={suffix} input={{ type: "text", inputMode: "decimal", ...draft.bind }} />;
}

export interface Choice<V extends string> {
  value: V;
  label: string;
}

export interface SelectProps<V extends string> extends Common {
  value: V;
  options: readonly Choice<V>[];
  onChange: (value: V) => void;
}

/** The system's own list: best for many choices, and for phones and screen readers. */
export function Select<V extends string>({ value, options, onChange, label }: SelectProps<V>) {
  const field = useField();
  if (useLocked()) return <Held label={label} text={options.find((o) => o.value === value)?.label ?? value} />;
  return (
    <List {...field} invalid={field["aria-invalid"]} label={label} value={value} onChange={(next) => onChange(next as V)}>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </List>
  );
}

interface ListProps {
  id?: string;
  "aria-describedby"?: string;
  invalid?: true | undefined;
  label: string | undefined;
  value: string | number;
  onChange: (value: string) => void;
  children: ReactNode;
}

function List({ invalid, label, onChange, children, ...rest }: ListProps) {
  return (
    <div className={styles.box} data-invalid={invalid}>
      <select {...rest} aria-invalid={invalid} aria-label={label} className={styles.select} onChange={(e) => onChange(e.target.value)}>
        {children}
      </select>
      <ChevronDown className={styles.chevron} aria-hidden />
    </div>
  );
}

const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const [firstYear, lastYear] = [1900, 2200];

export interface MonthInputProps extends Common {
  /** "YYYY-MM", or null when empty. */
  value: string | null;
  onCommit: (value: string) => void;
}

/** A calendar month: year and month side by side (web views lack input type=month). */
export function MonthInput({ value, onCommit, label, autoFocus }: MonthInputProps) {
  const { locale } = useMoneyView();
  const at = value ? parseMonth(value) : null;
  const [chosen, choose] = useState(0); // before there is a year
  const month = at?.month ?? chosen;
  const join = (year: number, m: number) => onCommit(String(year).padStart(4, "0") + "-" + String(m + 1).padStart(2, "0"));
  const names = locale === "ko" ? monthNames.map((_, i) => `${i + 1}월`) : monthNames;
  const yearWord = locale === "ko" ? "년" : undefined;
  const monthLabel = (label ?? "") + (locale === "ko" ? " 월" : " month");
  const { "aria-invalid": invalid, ...said } = useSaidOf(); // the year has the label
  if (useLocked()) return <Held label={label} text={at ? formatMonth(value ?? "", locale) : ""} />;
  return (
    <div className={styles.pair}>
      <NumberInput value={at?.year ?? null} min={firstYear} max={lastYear} required onCommit={(year) => year !== null && join(year, month)} suffix={yearWord} label={label} autoFocus={autoFocus} placeholder="YYYY" />
      <List {...said} invalid={invalid} value={month} label={monthLabel.trim()} onChange={(m) => (at ? join(at.year, Number(m)) : choose(Number(m)))}>
        {names.map((name, i) => (
          <option key={name} value={i}>
            {name}
          </option>
        ))}
      </List>
    </div>
  );
}
