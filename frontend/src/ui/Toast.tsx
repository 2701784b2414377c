import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Toast.module.css";

export interface Toast {
  text: string;
  tone?: "plain" | "bad";
  /** One way to answer, e.g. undo. */
  act?: { label: string; run: () => void };
}

interface Toaster {
  /** Shows a note for some seconds; screen readers hear it. */
  toast: (toast: Toast) => void;
  /** Says something to screen readers only. */
  announce: (text: string) => void;
}

const ToastContext = createContext<Toaster>({ toast: () => undefined, announce: () => undefined });

export function useToast(): Toaster {
  return useContext(ToastContext);
}

const stay = 6000;

/** Holds the notes and the program's one live region. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(Toast & { id: number })[]>([]);
  const [spoken, setSpoken] = useState("");
  const count = useRef(0);
  const toaster = useMemo<Toaster>(() => {
    const drop = (id: number) => setShown((list) => list.filter((t) => t.id !== id));
    return {
      announce: setSpoken,
      toast: (toast) => {
        const id = ++count.current;
        setShown((list) => [...list.slice(-2), { ...toast, id }]);
        setTimeout(() => drop(id), stay);
      },
    };
  }, []);
  return (
    <ToastContext value={toaster}>
      {children}
      <div className={styles.region} role="status" aria-live="polite">
        {shown.map((t) => (
          <div key={t.id} className={classes(styles.toast, t.tone === "bad" && styles.bad)}>
            <span>{t.text}</span>
            {t.act && (
              <button type="button" className={styles.act} onClick={() => t.act?.run()}>
                {t.act.label}
              </button>
            )}
          </div>
        ))}
      </div>
      <div className="visuallyHidden" role="log" aria-live="polite">
        {spoken}
      </div>
    </ToastContext>
  );
}
