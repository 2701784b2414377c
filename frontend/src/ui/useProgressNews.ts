import { useEffect, useRef } from "react";
import { formatPercent } from "../format/number";
import { useLocale } from "../i18n/text";
import { useToast } from "./Toast";

/** Milliseconds after which something takes long enough to be told of. */
const patience = 1000;

/** Milliseconds between words of how far it is. */
const pause = 10_000;

export interface LongWork {
  /** What goes on, in words; "" for nothing. */
  name: string;
  /** How much of it is done, 0 to 1; null where nobody knows. */
  share?: number | null;
  /** What came of it, once nothing goes on; "" where something else tells. */
  end?: string;
}

/**
 * Tells whoever does not see it about work that takes long, sparsely: that it goes on, when
 * another quarter of it is done, and what came of it. What is over in a second is not told.
 */
export function useProgressNews({ name, share = null, end = "" }: LongWork): void {
  const { announce } = useToast();
  const locale = useLocale();
  const told = useRef<{ at: number; quarter: number } | null>(null); // what was said last of what goes on
  const going = name !== "";
  useEffect(() => {
    if (name === "") return undefined;
    const timer = setTimeout(() => {
      told.current = { at: performance.now(), quarter: 0 };
      announce(name);
    }, patience);
    return () => clearTimeout(timer);
  }, [name, announce]);
  const quarter = share === null ? 0 : Math.floor(4 * share);
  useEffect(() => {
    const last = told.current;
    if (!going || !last || quarter <= last.quarter || quarter >= 4 || performance.now() - last.at < pause) return;
    told.current = { at: performance.now(), quarter };
    announce(`${name}: ${formatPercent(quarter / 4, locale)}`);
  }, [going, name, quarter, locale, announce]);
  useEffect(() => {
    if (going || !told.current) return;
    told.current = null;
    if (end) announce(end);
  }, [going, end, announce]);
}

/** Jobs count what is done. */
export function shareOf(progress: { done: number; total: number } | null | undefined): number | null {
  return progress && progress.total > 0 ? progress.done / progress.total : null;
}
