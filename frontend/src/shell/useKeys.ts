import { useEffect, useLayoutEffect, useRef } from "react";
import { keyName, Strokes } from "./keys";

/** Runs an act for its keys, wherever the focus is, but not while someone types or a dialog waits. */
export function useKeys(acts: Readonly<Record<string, () => void>>): void {
  const newest = useRef(acts);
  // With the page itself, not after it: whoever sees the new page may press at once.
  useLayoutEffect(() => {
    newest.current = acts;
  });
  useEffect(() => {
    const strokes = new Strokes();
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || typing(event.target) || document.querySelector("dialog[open]")) return;
      const found = strokes.press(keyName(event), event.timeStamp, (keys) => keys in newest.current);
      if (!found) return;
      event.preventDefault();
      newest.current[found]?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
