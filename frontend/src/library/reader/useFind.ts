import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { getPage } from "../../api/library";
import type { PageInfo, PageText } from "../../api/types";
import { firstFrom, hitsIn, stepped, type Hit } from "./find";

export const pageKey = (document: string, page: number) => ["page", document, page] as const;

/** So long a person may type on before the document is looked through. */
const pause = 250;
/** So many pages are asked for at once. */
const lanes = 4;

export interface Finding {
  wanted: string;
  look: (wanted: string) => void;
  hits: readonly Hit[];
  /** The hit that is read, or -1 without any. */
  at: number;
  step: (by: 1 | -1) => void;
  /** Pages are still being looked through. */
  looking: boolean;
}

/** Finds words on every page; the page that is read is looked through first. */
export function useFind(document: string, pages: readonly PageInfo[], page: number, go: (hit: Hit) => void): Finding {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState("");
  const [found, setFound] = useState<{ wanted: string; byPage: ReadonlyMap<number, Hit[]> }>({ wanted: "", byPage: new Map() });
  const [at, setAt] = useState(-1);
  const [looking, setLooking] = useState(false);
  useEffect(() => {
    const leave = new AbortController();
    const words = wanted.trim();
    const timer = setTimeout(
      () => {
        setAt(-1);
        setFound({ wanted: words, byPage: new Map() });
        if (!words) return setLooking(false);
        setLooking(true);
        const through = async (rest: number[]): Promise<void> => {
          for (let n = rest.shift(); n !== undefined; n = rest.shift()) {
            const number = n;
            const text = await queries.fetchQuery<PageText>({ queryKey: pageKey(document, number), queryFn: () => getPage(document, number), staleTime: Infinity });
            if (leave.signal.aborted) return;
            const hits = hitsIn(text.text, words).map((span) => ({ page: number, ...span }));
            if (hits.length > 0) setFound((now) => ({ ...now, byPage: new Map(now.byPage).set(number, hits) }));
          }
        };
        const rest = inOrder(pages, page);
        void Promise.allSettled(Array.from({ length: lanes }, () => through(rest))).then(() => !leave.signal.aborted && setLooking(false));
      },
      words ? pause : 0,
    );
    return () => {
      leave.abort();
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- turning a page does not look anew
  }, [document, wanted, pages, queries]);
  const hits = useMemo(() => [...found.byPage].sort(([a], [b]) => a - b).flatMap(([, list]) => list), [found]);
  const current = found.wanted === wanted.trim();
  // Whoever asks to go on before anything was found is led to the first place that is.
  const eager = useRef(false);
  const step = (by: 1 | -1) => {
    const next = at < 0 ? firstFrom(hits, page) : stepped(hits.length, at, by);
    const hit = current ? hits[next] : undefined;
    eager.current = hit === undefined;
    if (!hit) return;
    setAt(next);
    go(hit);
  };
  useEffect(() => {
    if (eager.current && current && hits.length > 0) step(1);
    // oxlint-disable-next-line react/exhaustive-deps -- only when something was found
  }, [hits, current]);
  return { wanted, look: setWanted, hits, at, step, looking };
}

function inOrder(pages: readonly PageInfo[], first: number): number[] {
  const numbers = pages.filter((p) => p.characters > 0).map((p) => p.number);
  return [...numbers.filter((n) => n >= first), ...numbers.filter((n) => n < first)];
}
