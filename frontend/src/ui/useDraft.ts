import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

interface Draft {
  text: string;
  /** What was typed could not be read; it stays, to be corrected. */
  unread: boolean;
  /** Goes on the input. */
  bind: {
    value: string;
    onChange: (event: { target: { value: string } }) => void;
    onFocus: (event: FocusEvent<HTMLInputElement>) => void;
    onBlur: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  };
}

/**
 * Text that belongs to the person while they type and to the plan afterwards:
 * Enter or leaving the field commits, Escape takes it back. A commit that returns
 * false could not read the text: nothing is kept and nothing typed is lost. Neither
 * is it when another window changes the plan meanwhile; a field in which nothing was
 * typed follows.
 */
export function useDraft(kept: string, commit: (text: string) => boolean | void, typing?: (text: string) => void): Draft {
  const [text, setText] = useState(kept);
  const [unread, setUnread] = useState(false);
  const focused = useRef(false);
  const typed = useRef(false); // something that is not committed
  useEffect(() => {
    if (focused.current && typed.current) return;
    typed.current = false;
    setText(kept);
    setUnread(false);
  }, [kept]);
  const end = () => {
    const read = !typed.current || text === kept || commit(text) !== false;
    if (read) typed.current = false;
    setUnread(!read);
    return read;
  };
  return {
    text,
    unread,
    bind: {
      value: text,
      onChange: (event) => {
        typed.current = true;
        setText(event.target.value);
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
        if (event.key === "Enter") end();
        if (event.key === "Escape") {
          typed.current = false;
          setText(kept);
          setUnread(false);
          typing?.(kept);
        }
      },
    },
  };
}
