import { Check, Lock } from "lucide-react";
import type { GuestTerms } from "../api/types";
import { useText } from "../i18n/text";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import styles from "./People.module.css";
import { exact, fixed, roles, sections, visibilities, withRole, withSection } from "./terms";

/** Name, role, sections and how amounts are shown. */
export function TermsForm({ terms, onChange }: { terms: GuestTerms; onChange: (terms: GuestTerms) => void }) {
  const t = useText();
  return (
    <div className={styles.form}>
      <Field label={t("people.name")} hint={t("people.name.hint")}>
        <TextInput value={terms.name} onType={(name) => onChange({ ...terms, name })} onCommit={(name) => onChange({ ...terms, name })} />
      </Field>
      <div>
        <div className={styles.label}>{t("people.role")}</div>
        <Segmented wide label={t("people.role")} value={terms.role} onChange={(role) => onChange(withRole(terms, role))} options={roles.map((role) => ({ value: role, label: t(`people.role.${role}`) }))} />
        <Note>{t(`people.role.${terms.role}.about`)}</Note>
      </div>
      <Grid terms={terms} onChange={onChange} />
      <div>
        <div className={styles.label}>{t("people.money")}</div>
        {exact(terms.role) ? (
          <Note>{t("people.money.exact")}</Note>
        ) : (
          <>
            <Segmented wide label={t("people.money")} value={terms.money} onChange={(money) => onChange({ ...terms, money })} options={visibilities.map((money) => ({ value: money, label: t(`people.money.${money}`) }))} />
            <Note>{t(`people.money.${terms.money}.about`)}</Note>
          </>
        )}
      </div>
      {terms.role === "owner" && (
        <div>
          <Switch label={t("people.control")} checked={terms.control === true} onChange={(control) => onChange({ ...terms, control })} />
          <Note tone="warning">{t("people.control.about")}</Note>
        </div>
      )}
    </div>
  );
}

/** The sections as a grid of ticks. */
function Grid({ terms, onChange }: { terms: GuestTerms; onChange: (terms: GuestTerms) => void }) {
  const t = useText();
  return (
    <fieldset className={styles.grid}>
      <legend className={styles.label}>{t("people.sections")}</legend>
      {sections.map((section) => {
        const held = fixed(terms.role, section);
        const granted = terms.sections.includes(section);
        return (
          <label key={section} className={styles.tick} data-on={granted || undefined} data-fixed={held || undefined}>
            <input type="checkbox" checked={granted} disabled={held} onChange={(event) => onChange(withSection(terms, section, event.target.checked))} />
            <span className={styles.box} aria-hidden>
              {held ? <Lock size={11} /> : granted && <Check size={13} strokeWidth={2.5} />}
            </span>
            {t(`people.section.${section}`)}
          </label>
        );
      })}
      <Note>{t("people.sections.hint")}</Note>
    </fieldset>
  );
}
