import { X } from "lucide-react";
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from "react";
import { useLocale } from "../i18n/text";
import { classes } from "./classes";
import styles from "./Toast.module.css";

export interface Toast {
  text: string;
  tone?: "plain" | "bad";
  /** More to read: the note then stays until it is closed. */
  details?: readonly string[];
  /** One way to answer, e.g. undo. */
  act?: { label: string; run: () => void };
}

interface Toaster {
  /** Shows a note for some seconds; screen readers hear it. */
  toast: (toast: Toast) => void;
  /** Says something to screen readers only. */
  announce: (text: string) => void;
}

interface Shown {
  notes: (Toast & { id: number })[];
  spoken: string;
  drop: (id: number) => void;
}

const ToastContext = createContext<Toaster>({ toast: () => undefined, announce: () => undefined });
const ShownContext = createContext<Shown>({ notes: [], spoken: "", drop: () => undefined });

export function useToast(): Toaster {
  return useContext(ToastContext);
}

const stay = 6000;

/** Keeps the notes; <Toasts /> shows them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<Shown["notes"]>([]);
  const [spoken, setSpoken] = useState("");
  const count = useRef(0);
  const acts = useMemo(() => {
    const drop = (id: number) => setNotes((list) => list.filter((t) => t.id !== id));
    const toast = (note: Toast) => {
      const id = ++count.current;
      setNotes((list) => [...list.slice(-2), { ...note, id }]);
      if (!note.details?.length) setTimeout(() => drop(id), stay);
    };
    return { drop, toaster: { announce: setSpoken, toast } };
  }, []);
  const shown = useMemo(() => ({ notes, spoken, drop: acts.drop }), [notes, spoken, acts]);
  return (
    <ToastContext value={acts.toaster}>
      <ShownContext value={shown}>{children}</ShownContext>
    </ToastContext>
  );
}

/** The notes at the foot of the page, and the program's live region. */
export function Toasts() {
  const { notes, spoken, drop } = useContext(ShownContext);
  return (
    <>
      <div className={styles.region} role="status" aria-live="polite">
        {notes.map((note) => (
          <Note key={note.id} note={note} close={() => drop(note.id)} />
        ))}
      </div>
      <div className="visuallyHidden" role="log" aria-live="polite">
        {spoken}
      </div>
    </>
  );
}

function Note({ note, close }: { note: Toast; close: () => void }) {
  const korean = useLocale() === "ko";
  const details = note.details ?? [];
  return (
    <div data-toast className={classes(styles.toast, note.tone === "bad" && styles.bad)}>
      <div>
        {note.text}
        {details.length > 0 && (
          <ul className={styles.details}>
            {details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {note.act && (
        <button type="button" className={styles.act} onClick={note.act.run}>
          {note.act.label}
        </button>
      )}
      {details.length > 0 && (
        <button type="button" className={styles.act} aria-label={korean ? "닫기" : "Close"} onClick={close}>
          <X size={16} aria-hidden />
        </button>
      )}
    </div>
  );
}
