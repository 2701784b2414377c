import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import { leaveAt, leftAt, usePlace } from "./left";

interface Draft {
  text: string;
  /** Why what was typed cannot be taken, in words; it stays, to be corrected. "" where nothing is wrong. */
  wrong: string;
  /** Goes on the input. */
  bind: {
    value: string;
    onChange: (event: { target: { value: string } }) => void;
    onFocus: (event: FocusEvent<HTMLInputElement>) => void;
    onBlur: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  };
}

interface DraftOptions {
  /** Takes what was typed. */
  commit: (text: string) => void;
  /** Why a text cannot be taken, in words; "" where it can. */
  check?: (text: string) => string;
  /** Hears of every letter. */
  typing?: ((text: string) => void) | undefined;
  /** What the field is called, where several stand in one place. */
  name?: string | undefined;
}

/**
 * Text that belongs to the person while they type and to the plan afterwards:
 * Enter or leaving the field commits, Escape takes it back; so does leaving the page,
 * which may be a reload. What cannot be taken is not committed, and nothing typed is
 * lost: it stays with the words why, until it is mended, and in a place that has a name
 * also when the page comes again. Neither is anything lost when another window changes
 * the plan meanwhile; a field in which nothing was typed follows.
 */
export function useDraft(kept: string, { commit, check = () => "", typing, name }: DraftOptions): Draft {
  const place = usePlace(name);
  const [found] = useState(() => foundAt(place, kept, check));
  const [text, setText] = useState(found?.text ?? kept);
  const [wrong, setWrong] = useState(found?.wrong ?? "");
  const focused = useRef(false);
  const typed = useRef(found !== null); // something that is not committed
  const last = useRef(kept);
  useEffect(() => {
    if (last.current === kept) return;
    last.current = kept;
    if (focused.current && typed.current) return;
    typed.current = false;
    leaveAt(place, null);
    setText(kept);
    setWrong("");
  }, [kept, place]);
  /** False where what was typed cannot be taken. */
  const end = (): boolean => {
    const why = typed.current && text !== kept ? check(text) : "";
    setWrong(why);
    if (why) return false;
    if (typed.current && text !== kept) commit(text);
    typed.current = false;
    return true;
  };
  const finish = (): boolean => {
    if (!end()) return false;
    leaveAt(place, null);
    return true;
  };
  const leaving = useRef(end);
  useEffect(() => {
    leaving.current = end;
  });
  useEffect(() => {
    // Whether it arrives is not known any more: what was typed is left until the field has seen.
    const leave = () => void (focused.current && leaving.current());
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, []);
  useEffect(() => {
    if (!found || found.wrong || leftAt(place) === null) return;
    leaveAt(place, null);
    leaving.current(); // the page was gone before it was committed
  }, [found, place]);
  return {
    text,
    wrong,
    bind: {
      value: text,
      onChange: (event) => {
        typed.current = true;
        setText(event.target.value);
        leaveAt(place, { text: event.target.value, over: kept });
        if (wrong) setWrong(check(event.target.value));
        typing?.(event.target.value);
      },
      onFocus: (event) => {
        focused.current = true;
        event.target.select();
      },
      onBlur: () => {
        focused.current = false;
        if (finish()) setText(kept);
      },
      onKeyDown: (event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter" && !finish()) event.preventDefault(); // a form is not handed over with it
        if (event.key === "Escape") {
          typed.current = false;
          leaveAt(place, null);
          setText(kept);
          setWrong("");
          typing?.(kept);
        }
      },
    },
  };
}

/** What was left in a field and still has something to say: it cannot be taken, or nothing has changed since. */
function foundAt(place: string, kept: string, check: (text: string) => string): { text: string; wrong: string } | null {
  const left = leftAt(place);
  if (!left || left.text === kept) return null;
  const wrong = check(left.text);
  return wrong || left.over === kept ? { text: left.text, wrong } : null;
}
