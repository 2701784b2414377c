// Watches the lock for a page: says that somebody is there, hides what is shown when the page
// comes back into sight until it is known to be open, and hears of it when it is shut.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { getLock, touchLock } from "../api/lock";
import { useHappenings } from "./happenings";
import { lockNow, showNothing } from "./lockState";
import { usePreferences } from "./preferences";
import { useSession } from "./session";

export const lockKey = ["lock"] as const;

const often = 20_000; // between two signs of life
const early = 5_000; // what is being typed is handed over before the lock shuts
const signs = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export function LockWatch() {
  const { you } = useSession();
  return you.role === "owner" && !you.remote ? <Watch /> : null;
}

function Watch() {
  const lock = useQuery({ queryKey: lockKey, queryFn: getLock, staleTime: Infinity, refetchInterval: (q) => (q.state.data?.set ? 10_000 : false) });
  const { settings } = usePreferences();
  const set = lock.data?.set ?? false;
  const { refetch } = lock;
  useHappenings(({ kind }) => {
    if (kind === "lock" || kind === "lagged") void refetch();
  });
  useEffect(() => {
    if (lock.data?.shut) showNothing();
  }, [lock.data]);
  useActivity(set ? settings.lock.minutes : 0);
  useKey(set);
  useEffect(() => {
    if (!set) return;
    const look = () => {
      if (document.visibilityState === "hidden") return;
      document.documentElement.dataset["covered"] = "";
      void refetch().finally(() => delete document.documentElement.dataset["covered"]);
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      delete document.documentElement.dataset["covered"];
    };
  }, [set, refetch]);
  return null;
}

/** Tells the host that a person is there, and leaves a field that is forgotten before the lock shuts. */
function useActivity(minutes: number): void {
  useEffect(() => {
    if (minutes === 0) return;
    let told = 0;
    let leaving: ReturnType<typeof setTimeout>;
    const here = () => {
      clearTimeout(leaving);
      leaving = setTimeout(() => document.activeElement instanceof HTMLElement && document.activeElement.blur(), minutes * 60_000 - early);
      if (Date.now() - told < often) return;
      told = Date.now();
      void touchLock().catch(() => undefined); // a lock that is shut says so to everybody
    };
    here();
    for (const sign of signs) window.addEventListener(sign, here, { passive: true, capture: true });
    return () => {
      clearTimeout(leaving);
      for (const sign of signs) window.removeEventListener(sign, here, { capture: true });
    };
  }, [minutes]);
}

/** Locks by the keys wherever the focus is, also while somebody types. */
function useKey(set: boolean): void {
  useEffect(() => {
    if (!set) return;
    const press = (event: KeyboardEvent) => {
      if (event.code !== "KeyL" || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      void lockNow().catch(() => undefined);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [set]);
}
