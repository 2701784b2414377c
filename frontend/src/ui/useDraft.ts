import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

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
}

/**
 * Text that belongs to the person while they type and to the plan afterwards:
 * Enter or leaving the field commits, Escape takes it back; so does leaving the page,
 * which may be a reload. What cannot be taken is not committed, and nothing typed is
 * lost: it stays with the words why, until it is mended. Neither is anything lost when
 * another window changes the plan meanwhile; a field in which nothing was typed follows.
 */
export function useDraft(kept: string, { commit, check = () => "", typing }: DraftOptions): Draft {
  const [text, setText] = useState(kept);
  const [wrong, setWrong] = useState("");
  const focused = useRef(false);
  const typed = useRef(false); // something that is not committed
  useEffect(() => {
    if (focused.current && typed.current) return;
    typed.current = false;
    setText(kept);
    setWrong("");
  }, [kept]);
  /** False where what was typed cannot be taken. */
  const end = (): boolean => {
    const why = typed.current && text !== kept ? check(text) : "";
    setWrong(why);
    if (why) return false;
    if (typed.current && text !== kept) commit(text);
    typed.current = false;
    return true;
  };
  const leaving = useRef(end);
  useEffect(() => {
    leaving.current = end;
  });
  useEffect(() => {
    const leave = () => void (focused.current && leaving.current());
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, []);
  return {
    text,
    wrong,
    bind: {
      value: text,
      onChange: (event) => {
        typed.current = true;
        setText(event.target.value);
        if (wrong) setWrong(check(event.target.value));
        typing?.(event.target.value);
      },
      onFocus: (event) => {
        focused.current = true;
        event.target.select();
      },
      onBlur: () => {
        focused.current = false;
        if (end()) setText(kept);
      },
      onKeyDown: (event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter" && !end()) event.preventDefault(); // a form is not handed over with it
        if (event.key === "Escape") {
          typed.current = false;
          setText(kept);
          setWrong("");
          typing?.(kept);
        }
      },
    },
  };
}
