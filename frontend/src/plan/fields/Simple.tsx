// Fields of one value each.
import { useId, type ReactNode } from "react";
import { useText } from "../../i18n/text";
import { Said, useSaidOf } from "../../ui/Field";
import { DecimalInput, MonthInput, NumberInput, PercentInput, Select, TextInput, type Choice } from "../../ui/Inputs";
import { useLocked } from "../../ui/lock";
import { Switch } from "../../ui/Switch";
import type { Lens } from "../lens";
import styles from "./fields.module.css";
import { Frame, Limits, noteOf, Notes, useSaid } from "./Frame";

interface FieldProps<T> {
  label: string;
  lens: Lens<T>;
  hint?: ReactNode;
  wide?: boolean;
}

/** Emptied text leaves the document, unless something must stand. */
export function TextField({ label, lens, hint, wide, required = false }: FieldProps<string | undefined> & { required?: boolean }) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint} optional={!required} {...(wide ? { wide } : {})}>
      <TextInput value={lens.value ?? ""} required={required} onCommit={(text) => lens.set(text.trim() || undefined)} />
    </Frame>
  );
}

/** A share or a yearly rate. */
export function ShareField({ label, lens, hint, wide, suffix, required = false }: FieldProps<number | undefined> & { suffix?: string; required?: boolean }) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint} {...(wide ? { wide } : {})}>
      <PercentInput
        value={lens.value ?? null}
        required={required}
        onType={lens.preview}
        onCommit={(share) => lens.set(share ?? undefined)}
        {...(suffix ? { suffix } : {})}
      />
    </Frame>
  );
}

/** A rate per year, written "% a year". */
export function RateField(props: FieldProps<number | undefined> & { required?: boolean }) {
  const t = useText();
  return <ShareField {...props} suffix={t("plan.unit.yearlyRate")} />;
}

export interface NumberFieldProps extends FieldProps<number | undefined> {
  suffix?: string;
  min?: number;
  max?: number;
  required?: boolean;
}

/** A whole number. */
export function NumberField({ label, lens, hint, wide, suffix, min = 0, max = 1e6, required = false }: NumberFieldProps) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint} {...(wide ? { wide } : {})}>
      <NumberInput
        value={lens.value ?? null}
        min={min}
        max={max}
        required={required}
        onType={lens.preview}
        onCommit={(n) => lens.set(n ?? undefined)}
        {...(suffix ? { suffix } : {})}
      />
    </Frame>
  );
}

export function DecimalField({ label, lens, hint, suffix, required = false }: FieldProps<number | undefined> & { suffix?: string; required?: boolean }) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint}>
      <DecimalInput value={lens.value ?? null} required={required} onCommit={(n) => lens.set(n ?? undefined)} {...(suffix ? { suffix } : {})} />
    </Frame>
  );
}

export function MonthField({ label, lens, hint }: FieldProps<string | undefined>) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint}>
      <MonthInput label={label} value={lens.value ?? null} onCommit={lens.set} />
    </Frame>
  );
}

/** A choice of a few; one that this editor does not know is listed as it stands and stays until another is chosen. */
export function ChoiceField<V extends string>({ label, lens, hint, wide, options }: FieldProps<V> & { options: readonly Choice<V>[] }) {
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint} {...(wide ? { wide } : {})}>
      <Select value={lens.value} options={withUnknown(options, lens.value)} onChange={(value) => lens.set(value)} />
    </Frame>
  );
}

export function withUnknown<V extends string>(options: readonly Choice<V>[], value: V): readonly Choice<V>[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}

/** A choice that may be left open; the empty choice removes the value. */
export function OptionalChoice<V extends string>({ label, lens, hint, wide, options, none }: FieldProps<V | undefined> & { options: readonly Choice<V>[]; none: string }) {
  const all: Choice<V | "">[] = [{ value: "", label: none }, ...(lens.value === undefined ? options : withUnknown(options, lens.value))];
  return (
    <Frame label={label} pointer={lens.pointer} hint={hint} {...(wide ? { wide } : {})}>
      <Select<V | ""> value={lens.value ?? ""} options={all} onChange={(value) => lens.set(value === "" ? undefined : value)} />
    </Frame>
  );
}

export function SwitchField({ label, lens, hint, wide, absent = false }: FieldProps<boolean | undefined> & { absent?: boolean }) {
  const said = useSaid(lens.pointer);
  const note = useId();
  return (
    <div data-pointer={lens.pointer} className={wide ? styles.wide : styles.cell}>
      <div className={styles.switch}>
        <Said by={noteOf(note, said)} wrong={said.error !== undefined}>
          <Switch label={label} checked={lens.value ?? absent} onChange={(on) => lens.set(on)} />
        </Said>
        <Notes id={note} hint={hint} {...said} />
        <Limits pointer={lens.pointer} />
      </div>
    </div>
  );
}

/** Any number of a few: check boxes. */
export function ManyField({ label, chosen, options, onChange }: { label: string; chosen: readonly string[]; options: readonly Choice<string>[]; onChange: (chosen: string[]) => void }) {
  const { "aria-invalid": _, ...described } = useSaidOf(); // no state of a group
  const flip = (value: string, on: boolean) => onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value));
  if (useLocked()) return <output aria-label={label}>{options.filter((o) => chosen.includes(o.value)).map((o) => o.label).join(", ") || "–"}</output>;
  return (
    <div {...described} role="group" aria-label={label} className={styles.checks}>
      {options.map((option) => (
        <label key={option.value} className={styles.check}>
          <input type="checkbox" checked={chosen.includes(option.value)} onChange={(event) => flip(option.value, event.target.checked)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}
