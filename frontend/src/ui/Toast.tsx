import { X } from "lucide-react";
import { createContext, useContext, useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";
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

interface Spoken {
  id: number;
  text: string;
  /** When, in milliseconds since the page began. */
  at: number;
}

interface Shown {
  notes: (Toast & { id: number; region: string })[];
  spoken: readonly Spoken[];
  drop: (id: number) => void;
  /** The regions that stand on the page, the uppermost last; returns how to leave. */
  enter: (region: string) => () => void;
  regions: readonly string[];
}

const ToastContext = createContext<Toaster>({ toast: () => undefined, announce: () => undefined });
const ShownContext = createContext<Shown>({ notes: [], spoken: [], drop: () => undefined, enter: () => () => undefined, regions: [] });

export function useToast(): Toaster {
  return useContext(ToastContext);
}

const stay = 6000;

/** So many of the last things said are kept: two at once are both heard, and the same again is heard again. */
const remembered = 4;

/** Milliseconds after which something has been read out. */
const heard = 500;

/** Keeps the notes; <Toasts /> shows them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<Shown["notes"]>([]);
  const [spoken, setSpoken] = useState<Shown["spoken"]>([]);
  const [regions, setRegions] = useState<readonly string[]>([]);
  const count = useRef(0);
  const standing = useRef<readonly string[]>([]);
  const acts = useMemo(() => {
    const drop = (id: number) => setNotes((list) => list.filter((t) => t.id !== id));
    const toast = (note: Toast) => {
      const id = ++count.current;
      const region = standing.current.at(-1) ?? "";
      setNotes((list) => [...list.slice(-2), { ...note, id, region }]);
      if (!note.details?.length) setTimeout(() => drop(id), stay);
    };
    const announce = (text: string) => {
      const id = ++count.current;
      setSpoken((said) => [...said, { id, text, at: performance.now() }].slice(-remembered));
    };
    // What has been heard is not read out again in another region; what was said as a dialog closed is.
    const move = (regions: (all: readonly string[]) => readonly string[]) => {
      standing.current = regions(standing.current);
      setRegions(standing.current);
      setSpoken((said) => said.filter(({ at }) => performance.now() - at < heard));
    };
    const enter = (region: string) => {
      move((all) => [...all, region]);
      return () => move((all) => all.filter((one) => one !== region));
    };
    return { drop, enter, toaster: { announce, toast } };
  }, []);
  const shown = useMemo(() => ({ notes, spoken, regions, drop: acts.drop, enter: acts.enter }), [notes, spoken, regions, acts]);
  return (
    <ToastContext value={acts.toaster}>
      <ShownContext value={shown}>{children}</ShownContext>
    </ToastContext>
  );
}

/**
 * The notes at the foot of the page, and the program's live region. A dialog has its own, for
 * what lies below it is neither seen nor heard. A note stands where it was given, or, when that
 * has gone, in the uppermost; in a dialog it covers nothing.
 */
export function Toasts({ within = false }: { within?: boolean }) {
  const { notes, spoken, drop, enter, regions } = useContext(ShownContext);
  const id = useId();
  useEffect(() => enter(id), [enter, id]);
  const uppermost = regions.at(-1) === id;
  const here = notes.filter(({ region }) => region === id || (uppermost && !regions.includes(region)));
  return (
    <>
      <div className={within ? styles.within : styles.region} role="status" aria-live="polite">
        {here.map((note) => (
          <Note key={note.id} note={note} close={() => drop(note.id)} />
        ))}
      </div>
      <div className="visuallyHidden" role="log" aria-live="polite">
        {uppermost && spoken.map(({ id: key, text }) => <p key={key}>{text}</p>)}
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
