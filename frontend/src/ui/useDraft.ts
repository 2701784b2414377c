import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

interface Draft {
  text: string;
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
 * Enter or leaving the field commits, Escape takes it back.
 */
export function useDraft(kept: string, commit: (text: string) => void, typing?: (text: string) => void): Draft {
  const [text, setText] = useState(kept);
  const focused = useRef(false);
  useEffect(() => {
    if (!focused.current) setText(kept);
  }, [kept]);
  const end = () => {
    if (text !== kept) commit(text);
  };
  return {
    text,
    bind: {
      value: text,
      onChange: (event) => {
        setText(event.target.value);
        typing?.(event.target.value);
      },
      onFocus: (event) => {
        focused.current = true;
        event.target.select();
      },
      onBlur: () => {
        focused.current = false;
        end();
        setText(kept);
      },
      onKeyDown: (event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end();
        if (event.key === "Escape") {
          setText(kept);
          typing?.(kept);
        }
      },
    },
  };
}
