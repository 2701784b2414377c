// One subscription for the whole page to what happens in any window.
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { Listener } from "../api/events";
import type { Fault } from "../api/fault";
import type { Happening } from "../api/types";

type Ear = (happening: Happening) => void;

const HappeningsContext = createContext<Set<Ear> | null>(null);

/**
 * Listens while the page is in sight. A page out of sight does not: browsers give
 * an address few connections, and what it misses it is told when it comes back.
 */
export function HappeningsProvider({ children, onRefused, onStands }: { children: ReactNode; /** This page is not let in any more. */ onRefused?: (why: Fault) => void; /** A connection stands: the first, or one after another dropped. */ onStands?: () => void }) {
  const [ears] = useState(() => new Set<Ear>());
  const told = useRef({ onRefused, onStands });
  useEffect(() => {
    told.current = { onRefused, onStands };
  });
  useEffect(() => {
    const listener = new Listener();
    let listening: AbortController | null = null;
    const look = () => {
      if (document.visibilityState === "hidden") {
        listening?.abort();
        listening = null;
      } else if (!listening) {
        listening = new AbortController();
        const { signal } = listening;
        void listener
          .listen((happening) => ears.forEach((hear) => hear(happening)), signal, () => told.current.onStands?.())
          .then((refused) => refused && told.current.onRefused?.(refused));
      }
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      listening?.abort();
    };
  }, [ears]);
  return <HappeningsContext value={ears}>{children}</HappeningsContext>;
}

/** Hears of every happening. Kind "lagged" means that some were missed: read anew what is shown. */
export function useHappenings(hear: Ear): void {
  const ears = useContext(HappeningsContext);
  if (!ears) throw new Error("useHappenings outside the program");
  const newest = useRef(hear);
  useEffect(() => {
    newest.current = hear;
  });
  useEffect(() => {
    const ear: Ear = (happening) => newest.current(happening);
    ears.add(ear);
    return () => {
      ears.delete(ear);
    };
  }, [ears]);
}
