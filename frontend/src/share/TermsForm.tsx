import { Check, Lock } from "lucide-react";
import { useId, type ReactNode } from "react";
import type { GuestTerms } from "../api/types";
import { useText } from "../i18n/text";
import { Field, Said } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import styles from "./People.module.css";
import { exact, fixed, roles, sections, visibilities, withRole, withSection } from "./terms";

/** What the backend calls the fields of the form. */
export const termsFields = { name: ["/name"], role: ["/role"], sections: ["/sections"], money: ["/money"], control: ["/control"] } as const;

type Wrong = Partial<Record<keyof typeof termsFields, string>>;

interface TermsFormProps {
  terms: GuestTerms;
  /** What is wrong with which field, in words. */
  wrong: Wrong;
  onChange: (terms: GuestTerms) => void;
}

/** Name, role, sections and how amounts are shown. */
export function TermsForm({ terms, wrong, onChange }: TermsFormProps) {
  const t = useText();
  return (
    <div className={styles.form}>
      <Field label={t("people.name")} hint={t("people.name.hint")} error={wrong.name}>
        <TextInput value={terms.name} onType={(name) => onChange({ ...terms, name })} onCommit={(name) => onChange({ ...terms, name })} />
      </Field>
      <div>
        <div className={styles.label}>{t("people.role")}</div>
        <Answer wrong={wrong.role}>
          <Segmented wide label={t("people.role")} value={terms.role} onChange={(role) => onChange(withRole(terms, role))} options={roles.map((role) => ({ value: role, label: t(`people.role.${role}`) }))} />
        </Answer>
        <Note>{t(`people.role.${terms.role}.about`)}</Note>
      </div>
      <Grid terms={terms} wrong={wrong.sections} onChange={onChange} />
      <div>
        <div className={styles.label}>{t("people.money")}</div>
        {exact(terms.role) ? (
          <Note>{t("people.money.exact")}</Note>
        ) : (
          <>
            <Answer wrong={wrong.money}>
              <Segmented wide label={t("people.money")} value={terms.money} onChange={(money) => onChange({ ...terms, money })} options={visibilities.map((money) => ({ value: money, label: t(`people.money.${money}`) }))} />
            </Answer>
            <Note>{t(`people.money.${terms.money}.about`)}</Note>
          </>
        )}
      </div>
      {terms.role === "owner" && (
        <div>
          <Answer wrong={wrong.control}>
            <Switch label={t("people.control")} checked={terms.control === true} onChange={(control) => onChange({ ...terms, control })} />
          </Answer>
          <Note tone="warning">{t("people.control.about")}</Note>
        </div>
      )}
    </div>
  );
}

/** A choice, and what is wrong with it. */
function Answer({ wrong, children }: { wrong: string | undefined; children: ReactNode }) {
  const id = useId();
  return (
    <Said by={wrong && id} wrong={Boolean(wrong)}>
      {children}
      {wrong && (
        <Note id={id} tone="error" alert>
          {wrong}
        </Note>
      )}
    </Said>
  );
}

/** The sections as a grid of ticks. */
function Grid({ terms, wrong, onChange }: Omit<TermsFormProps, "wrong"> & { wrong: string | undefined }) {
  const t = useText();
  const id = useId();
  const held = useId();
  return (
    <fieldset className={styles.grid} aria-describedby={wrong && id}>
      <legend className={styles.label}>{t("people.sections")}</legend>
      {sections.map((section) => {
        const comes = fixed(terms.role, section);
        const granted = terms.sections.includes(section);
        return (
          <label key={section} className={styles.tick} data-on={granted || undefined} data-fixed={comes || undefined}>
            <input type="checkbox" checked={granted} disabled={comes} aria-describedby={comes ? held : undefined} onChange={(event) => onChange(withSection(terms, section, event.target.checked))} />
            <span className={styles.box} aria-hidden>
              {comes ? <Lock size={11} /> : granted && <Check size={13} strokeWidth={2.5} />}
            </span>
            {t(`people.section.${section}`)}
          </label>
        );
      })}
      {sections.some((section) => fixed(terms.role, section)) && <Note id={held}>{t("why.role")}</Note>}
      {wrong && (
        <Note id={id} tone="error" alert>
          {wrong}
        </Note>
      )}
      <Note>{t("people.sections.hint")}</Note>
    </fieldset>
  );
}
