import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Note.module.css";

export interface NoteProps {
  /** hint: help. remark: what stands to be known. warning: odd but allowed. error: wrong. */
  tone?: "hint" | "remark" | "warning" | "error";
  id?: string;
  /** Read out when it appears. */
  alert?: boolean;
  children: ReactNode;
}

/** One line about a value, below the control that holds it. */
export function Note({ tone = "hint", id, alert = false, children }: NoteProps) {
  return (
    <div id={id} className={classes(styles.note, tone !== "hint" && styles[tone])} role={alert ? "alert" : undefined}>
      {children}
    </div>
  );
}
