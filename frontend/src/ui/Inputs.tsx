import { ChevronDown } from "lucide-react";
import { useId, type InputHTMLAttributes, type ReactNode } from "react";
import { currencyMark, formatMoney, groupDigits, minorDigits, parseMoney } from "../format/money";
import { percentDigits } from "../format/number";
import { formatMonth, parseMonth } from "../format/time";
import { classes } from "./classes";
import { useField } from "./Field";
import styles from "./Field.module.css";
import { useLocked } from "./lock";
import { Money, useMoneyView } from "./Money";
import { Note } from "./Note";
import { useDraft } from "./useDraft";

/** What inputs have in common. Outside a Field, give `label`. */
interface Common {
  label?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
}

interface BoxProps extends Common {
  before?: ReactNode;
  after?: ReactNode;
  number?: boolean;
  /** What is wrong with the text that was typed, when it cannot be read. */
  unread?: string | false;
  input: InputHTMLAttributes<HTMLInputElement>;
}

function Box({ label, disabled, autoFocus, placeholder, before, after, number, unread, input }: BoxProps) {
  const field = useField();
  const note = useId();
  if (useLocked()) return <Held label={label} text={input.value === "" ? "" : [before, before && " ", input.value, unitGap(after), after].filter(Boolean).join("")} />;
  const box = (
    <div className={styles.box} data-invalid={unread ? true : field["aria-invalid"]} data-disabled={disabled || undefined}>
      {before && <span className={classes(styles.mark, styles.before)}>{before}</span>}
      <input
        {...field}
        {...input}
        {...(unread ? { "aria-invalid": true, "aria-describedby": note } : {})}
        aria-label={label}
        disabled={disabled}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- only where a person just asked for this field
        autoFocus={autoFocus}
        placeholder={placeholder}
        autoComplete="off"
        className={classes(styles.input, number && styles.number)}
      />
      {after && <span className={classes(styles.mark, styles.after)}>{after}</span>}
    </div>
  );
  if (!unread) return box;
  return (
    <div>
      {box}
      <Note id={note} tone="error" alert>
        {unread}
      </Note>
    </div>
  );
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

const unreadable = {
  en: { money: "This is not an amount. Write it like 4,500 or 1.2M.", number: "This is not a number." },
  ko: { money: "금액으로 읽을 수 없습니다. 4,500이나 1억 2천만처럼 적어 주세요.", number: "숫자로 읽을 수 없습니다." },
};

export interface TextInputProps extends Common {
  value: string;
  /** On Enter and on leaving the field, when it changed. */
  onCommit: (value: string) => void;
  /** On every letter. */
  onType?: (value: string) => void;
}

export function TextInput({ value, onCommit, onType, ...common }: TextInputProps) {
  const draft = useDraft(value, onCommit, onType);
  return <Box {...common} input={{ type: "text", ...draft.bind }} />;
}

/** What nobody may read over a shoulder, and what no browser may keep. */
export function SecretInput({ value, onType, ...common }: Common & { value: string; onType: (value: string) => void }) {
  return <Box {...common} input={{ type: "password", value, onChange: (event) => onType(event.target.value) }} />;
}

/** A draft of something that is read from text: `read` gives null for an emptied field, undefined for what it cannot read. */
function useParsed<T>(kept: string, read: (text: string) => T | null | undefined, onCommit: (value: T | null) => void, onType?: (value: T) => void) {
  return useDraft(
    kept,
    (text) => {
      const parsed = read(text);
      if (parsed !== undefined) onCommit(parsed);
      return parsed !== undefined;
    },
    (text) => {
      const parsed = read(text);
      if (parsed !== undefined && parsed !== null) onType?.(parsed);
    },
  );
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

export interface MoneyInputProps extends Common {
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
export function MoneyInput({ value, currency, onCommit, onType, per, ...common }: MoneyInputProps) {
  const { locale } = useMoneyView();
  const draft = useParsed(groupDigits(value ?? ""), (text) => readAmount(text, currency), onCommit, onType);
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
        unread={draft.unread && unreadable[locale].money}
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

export interface PercentInputProps extends Common {
  /** A share or rate: 0.025 shows as 2.5. */
  value: number | null;
  onCommit: (value: number | null) => void;
  onType?: (value: number) => void;
  /** Replaces "%", e.g. "% a year". */
  suffix?: string;
}

export function PercentInput({ value, onCommit, onType, suffix = "%", ...common }: PercentInputProps) {
  const { locale } = useMoneyView();
  const draft = useParsed(value === null ? "" : percentDigits(value), readPercent, onCommit, onType);
  return <Box {...common} number unread={draft.unread && unreadable[locale].number} after={suffix} input={{ type: "text", inputMode: "decimal", ...draft.bind }} />;
}

export interface NumberInputProps extends Common {
  value: number | null;
  onCommit: (value: number | null) => void;
  onType?: (value: number) => void;
  suffix?: string;
  /** Values outside are brought to the nearest end. */
  min?: number;
  max?: number;
}

/** A whole number: ages, years, months, counts. Arrow keys step it. */
export function NumberInput({ value, onCommit, onType, suffix, min = -1e9, max = 1e9, ...common }: NumberInputProps) {
  const { locale } = useMoneyView();
  const read = (text: string): number | null | undefined => {
    const clean = text.replaceAll(/[\s,]/g, "");
    if (clean === "") return null;
    return /^-?\d+$/.test(clean) ? Math.min(max, Math.max(min, Number(clean))) : undefined;
  };
  const draft = useParsed(value === null ? "" : String(value), read, onCommit, onType);
  const bind = draft.bind;
  return (
    <Box
      {...common}
      number
      unread={draft.unread && unreadable[locale].number}
      after={suffix}
      input={{
        type: "text",
        inputMode: "numeric",
        ...bind,
        onKeyDown: (event) => {
          const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
          const now = read(draft.text);
          if (by === 0 || typeof now !== "number") return bind.onKeyDown(event);
          event.preventDefault();
          bind.onChange({ target: { value: String(Math.min(max, Math.max(min, now + by))) } });
        },
      }}
    />
  );
}

export interface DecimalInputProps extends Common {
  value: number | null;
  onCommit: (value: number | null) => void;
  suffix?: string;
}

/** A plain number with a point: a multiple, a correlation, a rate of exchange. */
export function DecimalInput({ value, onCommit, suffix, ...common }: DecimalInputProps) {
  const { locale } = useMoneyView();
  const draft = useParsed(value === null ? "" : String(value), readDecimal, onCommit);
  return <Box {...common} number unread={draft.unread && unreadable[locale].number} after={suffix} input={{ type: "text", inputMode: "decimal", ...draft.bind }} />;
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
export function Select<V extends string>({ value, options, onChange, label, disabled }: SelectProps<V>) {
  const field = useField();
  if (useLocked()) return <Held label={label} text={options.find((o) => o.value === value)?.label ?? value} />;
  return (
    <List {...field} invalid={field["aria-invalid"]} label={label} value={value} disabled={disabled} onChange={(next) => onChange(next as V)}>
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
  disabled: boolean | undefined;
  onChange: (value: string) => void;
  children: ReactNode;
}

function List({ invalid, label, disabled, onChange, children, ...rest }: ListProps) {
  return (
    <div className={styles.box} data-invalid={invalid} data-disabled={disabled || undefined}>
      <select {...rest} aria-invalid={invalid} aria-label={label} className={styles.select} disabled={disabled} onChange={(e) => onChange(e.target.value)}>
        {children}
      </select>
      <ChevronDown className={styles.chevron} aria-hidden />
    </div>
  );
}

const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export interface MonthInputProps extends Common {
  /** "YYYY-MM", or null when empty. */
  value: string | null;
  onCommit: (value: string) => void;
}

/** A calendar month: year and month side by side (web views lack input type=month). */
export function MonthInput({ value, onCommit, label, disabled, autoFocus }: MonthInputProps) {
  const { locale } = useMoneyView();
  const at = value ? parseMonth(value) : null;
  const month = at?.month ?? 0;
  const join = (year: number, m: number) => onCommit(String(year).padStart(4, "0") + "-" + String(m + 1).padStart(2, "0"));
  const commitYear = (year: number | null) => {
    if (year !== null && year >= 1900 && year <= 2200) join(year, month);
  };
  const names = locale === "ko" ? monthNames.map((_, i) => `${i + 1}월`) : monthNames;
  const yearWord = locale === "ko" ? "년" : undefined;
  const monthLabel = (label ?? "") + (locale === "ko" ? " 월" : " month");
  if (useLocked()) return <Held label={label} text={at ? formatMonth(value ?? "", locale) : ""} />;
  return (
    <div className={styles.pair}>
      <NumberInput value={at?.year ?? null} onCommit={commitYear} suffix={yearWord} label={label} disabled={disabled} autoFocus={autoFocus} placeholder="YYYY" />
      <List value={month} label={monthLabel.trim()} disabled={disabled || !at} onChange={(m) => at && join(at.year, Number(m))}>
        {names.map((name, i) => (
          <option key={name} value={i}>
            {name}
          </option>
        ))}
      </List>
    </div>
  );
}
