import { useCallback, useEffect, useState } from "react";
import { keep, kept } from "./kept";

/**
 * What somebody has typed and not handed over yet. It outlives a reload, and the way to
 * another screen and back, for as long as the window is open.
 * - place: where it is typed, one word for one field or form
 * - start: what stands there while nothing is typed
 * - given: stands there first, whatever was typed before
 * The third of what it returns forgets what was typed.
 */
export function useTyped<T extends string | object>(place: string, start: T, given?: T): readonly [T, (next: T) => void, () => void] {
  const key = `typed.${place}`;
  const [value, setValue] = useState(() => given || keptAs(key, start));
  useEffect(() => {
    keep(key, value === start ? null : value);
  }, [key, value, start]);
  const forget = useCallback(() => {
    keep(key, null); // at once: whoever hands it over is often gone by the next effect
    setValue(start);
  }, [key, start]);
  return [value, setValue, forget];
}

/** Whether something was typed at a place and not handed over. */
export function isTyped(place: string): boolean {
  return kept(`typed.${place}`) !== null;
}

/** What is kept, where it is of the kind that is asked for: another version may have left it. */
function keptAs<T extends string | object>(key: string, start: T): T {
  const value = kept(key);
  if (typeof start === "string") return typeof value === "string" ? (value as T) : start;
  return typeof value === "object" && value !== null ? { ...(start as object), ...value } as T : start;
}
