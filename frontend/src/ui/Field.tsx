import { createContext, useContext, useId, type ReactNode } from "react";
import styles from "./Field.module.css";
import { Note } from "./Note";

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** What an input inside a Field takes over: its id, description and whether it is refused. */
export function useField(): { id?: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.describedBy ? { "aria-describedby": field.describedBy } : {}),
    ...(field.invalid ? { "aria-invalid": true as const } : {}),
  };
}

export interface FieldProps {
  label: ReactNode;
  /** One line of help below the input. */
  hint?: ReactNode;
  /** What is wrong, in words. */
  error?: ReactNode;
  /** What is odd but allowed. */
  warning?: ReactNode;
  /** A word after the label, e.g. "optional". */
  optional?: ReactNode;
  children: ReactNode;
}

/** A label, one input (any of this folder), and what is to be said about it. */
export function Field({ label, hint, error, warning, optional, children }: FieldProps) {
  const id = useId();
  const note = error || warning || hint;
  const tone = error ? "error" : warning ? "warning" : "hint";
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> · {optional}</span>}
      </label>
      <FieldContext value={{ id, describedBy: note ? id + "-note" : undefined, invalid: Boolean(error) }}>{children}</FieldContext>
      {note && (
        <Note id={id + "-note"} tone={tone}>
          {note}
        </Note>
      )}
    </div>
  );
}
