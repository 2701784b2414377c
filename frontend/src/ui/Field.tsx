import { createContext, useContext, useId, useMemo, type ReactNode } from "react";
import styles from "./Field.module.css";
import { PlaceProvider, usePlace } from "./left";
import { Note } from "./Note";

interface FieldIds {
  id: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** What an input takes over from what stands around it: its id, its description and whether it is refused. */
export function useField(): { id?: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    ...(field.id ? { id: field.id } : {}),
    ...(field.describedBy ? { "aria-describedby": field.describedBy } : {}),
    ...(field.invalid ? { "aria-invalid": true as const } : {}),
  };
}

/** The same for what has a label of its own: a group of radio buttons, a switch. */
export function useSaidOf(): { "aria-describedby"?: string; "aria-invalid"?: true } {
  const { id: _, ...said } = useField();
  return said;
}

export interface SaidProps {
  /** The id of the words about the inputs within; undefined where there are none. */
  by: string | undefined;
  /** Whether these are words of what is wrong with them. */
  wrong: boolean;
  children: ReactNode;
}

/** Inputs with labels of their own that something is said about together. */
export function Said({ by, wrong, children }: SaidProps) {
  const field = useMemo(() => ({ id: undefined, describedBy: by, invalid: wrong }), [by, wrong]);
  return <FieldContext value={field}>{children}</FieldContext>;
}

/** One of several such inputs, and whether it is among those that are wrong where something is. */
export function OneOf({ wrong, children }: { wrong: boolean; children: ReactNode }) {
  const field = useContext(FieldContext);
  const own = useMemo(() => (field?.invalid && !wrong ? { ...field, describedBy: undefined, invalid: false } : field), [field, wrong]);
  return <FieldContext value={own}>{children}</FieldContext>;
}

export interface FieldProps {
  label: ReactNode;
  /** One line of help below the input. */
  hint?: ReactNode;
  /** What is wrong, in words. It is read out when it appears. */
  error?: ReactNode;
  /** Something else reads out what is wrong. */
  heard?: boolean;
  /** What is odd but allowed. */
  warning?: ReactNode;
  /** A word after the label, e.g. "optional". */
  optional?: ReactNode;
  children: ReactNode;
}

/** A label, one input (any of this folder), and what is to be said about it. */
export function Field({ label, hint, error, heard = false, warning, optional, children }: FieldProps) {
  const id = useId();
  const place = usePlace(typeof label === "string" ? label : undefined);
  const note = error || warning || hint;
  const tone = error ? "error" : warning ? "warning" : "hint";
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> · {optional}</span>}
      </label>
      <PlaceProvider value={place}>
        <FieldContext value={{ id, describedBy: note ? id + "-note" : undefined, invalid: Boolean(error) }}>{children}</FieldContext>
      </PlaceProvider>
      {note && (
        <Note key={tone} id={id + "-note"} tone={tone} alert={tone === "error" && !heard}>
          {note}
        </Note>
      )}
    </div>
  );
}
