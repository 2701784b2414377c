// What stands around a control: its label, its help, and what is wrong with the value it edits.
import { useId, type ReactNode } from "react";
import type { Problem } from "../../api/types";
import { useLocale, useText } from "../../i18n/text";
import { classes } from "../../ui/classes";
import { Field, OneOf, Said } from "../../ui/Field";
import { PlaceProvider, usePlace } from "../../ui/left";
import { Note } from "../../ui/Note";
import { useEditing } from "../editing";
import { useLimits } from "../limits";
import { PassportMark } from "../passports/Passport";
import { concern, problemsAt, problemsIn } from "../problems";
import styles from "./fields.module.css";
import { SourceMark } from "./SourceMark";

interface Words {
  error?: string;
  warning?: string;
}

/** The problems of a value in the reader's language. */
export function useSaid(pointer: string, reach: "inside" | "exact" = "inside"): Words {
  const { problems } = useEditing();
  const locale = useLocale();
  const here = reach === "inside" ? problemsIn(problems, pointer) : problemsAt(problems, pointer);
  const texts = (severity: Problem["severity"]) =>
    here
      .filter((problem) => problem.severity === severity)
      .map((problem) => problem.text[locale])
      .join(" ");
  const error = texts("error");
  const warning = texts("warning");
  return { ...(error ? { error } : {}), ...(warning ? { warning } : {}) };
}

export interface FrameProps {
  label: string;
  pointer: string;
  hint?: ReactNode;
  optional?: boolean;
  wide?: boolean;
  children: ReactNode;
}

/** One input under its label. */
export function Frame({ label, pointer, hint, optional = false, wide = false, children }: FrameProps) {
  const said = useSaid(pointer);
  const t = useText();
  return (
    <div data-pointer={pointer} className={wide ? styles.wide : styles.cell}>
      <Field label={label} hint={hint} optional={optional ? t("plan.optional") : undefined} heard {...said}>
        <PlaceProvider value={usePlace(pointer)}>{children}</PlaceProvider>
      </Field>
      <SourceMark pointer={pointer} />
      <PassportMark pointer={pointer} />
      <Limits pointer={pointer} />
    </div>
  );
}

/** Several inputs that are one answer: each is described by what is said about the answer, and marked where it is wrong. */
export function Group({ label, pointer, hint, reach, quiet = false, cell = false, children }: Omit<FrameProps, "optional" | "wide"> & { reach?: "inside" | "exact"; /** The label is said by a heading already. */ quiet?: boolean; /** Takes one cell of the grid. */ cell?: boolean }) {
  const said = useSaid(pointer, reach);
  const note = useId();
  return (
    <fieldset data-pointer={pointer} className={cell ? classes(styles.group, styles.single) : styles.group}>
      <legend className={quiet ? "visuallyHidden" : styles.legend}>{label}</legend>
      <SourceMark pointer={pointer} />
      <Said by={noteOf(note, said)} wrong={said.error !== undefined}>
        <PlaceProvider value={usePlace(pointer)}>{children}</PlaceProvider>
      </Said>
      <Notes id={note} hint={hint} {...said} />
      <Limits pointer={pointer} />
    </fieldset>
  );
}

/** One input of several that are one answer: marked only where what is wrong is its own or the whole answer's. */
export function Member({ pointer, children }: { pointer: string; children: ReactNode }) {
  const { problems } = useEditing();
  return (
    <OneOf wrong={concern(problems, pointer)}>
      <PlaceProvider value={usePlace(pointer)}>{children}</PlaceProvider>
    </OneOf>
  );
}

/** The id under which the words about a value are found; hints are for eyes, which see to which of several inputs they belong. */
export function noteOf(id: string, { error, warning }: Words): string | undefined {
  return error || warning ? id : undefined;
}

/** What the newest forecast left out or stood in for at exactly this value. */
export function Limits({ pointer }: { pointer: string }) {
  return useLimits(pointer).map((text) => (
    <Note key={text} tone="remark">
      {text}
    </Note>
  ));
}

/** Help for a value, and what is odd or wrong with it. */
export function Notes({ id, hint, warning, error }: Words & { id?: string; hint?: ReactNode }) {
  return (
    <>
      {hint && <Note>{hint}</Note>}
      {(warning || error) && (
        <div id={id}>
          {warning && <Note tone="warning">{warning}</Note>}
          {error && <Note tone="error">{error}</Note>}
        </div>
      )}
    </>
  );
}

/** Fields side by side where there is room. */
export function Grid({ dense = false, children }: { dense?: boolean; children: ReactNode }) {
  return <div className={classes(styles.grid, dense && styles.dense)}>{children}</div>;
}

/** Rare fields, folded away. */
export function More({ label, children }: { label?: string; children: ReactNode }) {
  const t = useText();
  return (
    <details className={styles.more}>
      <summary>{label ?? t("plan.more")}</summary>
      <Grid>{children}</Grid>
    </details>
  );
}
