import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { bePresent, freshOp, leavePlan } from "../api/plans";
import type { Present } from "../api/types";
import { useHappenings } from "./happenings";
import { placeIn } from "./places";

/** How often a window says that it is still there; the host forgets it after three silences. */
const beat = 25_000;

/** How long somebody stays before the others hear of it: who only passes by goes on faster. In milliseconds. */
const stay = 400;

const name = freshOp();

/** Says where this window stands, while it is in sight, and who else is at the plan. */
export function usePresence(plan: string): Present[] {
  const { pathname } = useLocation();
  const place = placeIn(pathname);
  const [others, setOthers] = useState<Present[]>([]);
  const newest = useRef(0);
  const say = useCallback(() => {
    if (document.visibilityState === "hidden") return;
    const turn = ++newest.current;
    void bePresent(plan, { window: name, place }).then(
      (present) => turn === newest.current && setOthers(present),
      () => undefined, // who is here is no reason to complain
    );
  }, [plan, place]);
  useEffect(() => {
    const arrival = setTimeout(say, stay);
    const timer = setInterval(say, beat);
    document.addEventListener("visibilitychange", say);
    return () => {
      clearTimeout(arrival);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", say);
    };
  }, [say]);
  useEffect(() => {
    const leave = () => leavePlan(plan, name);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [plan]);
  useHappenings(({ kind, id }) => {
    if (kind === "lagged" || (kind === "presence" && id === plan)) say();
  });
  return others;
}
