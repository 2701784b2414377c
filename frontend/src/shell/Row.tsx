import type { ReactNode } from "react";
import styles from "./Settings.module.css";

/** One thing to choose or to know in Settings: its name, and what there is to it. */
export function Row({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.row}>
      <h2 className={styles.name}>{name}</h2>
      <div>
        {children}
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
    </section>
  );
}
