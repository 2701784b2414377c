import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { getShelf } from "../api/library";
import type { LibraryDocument, Shelf } from "../api/types";
import { useText } from "../i18n/text";
import { useHappenings } from "../shell/happenings";
import { useToast } from "../ui/Toast";
import { useProgressNews } from "../ui/useProgressNews";
import { after, working } from "./shelf";

export const shelfKey = (tenant: string) => ["library", tenant] as const;

/** So long events may come before the list is read again for all of them. */
const gather = 150;

/** The documents of a plan, live, and the time by which they expire. */
export function useShelf(tenant: string) {
  const queries = useQueryClient();
  const shelf = useQuery({ queryKey: shelfKey(tenant), queryFn: ({ signal }) => getShelf(tenant, signal) });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useHappenings((happening) => {
    const now = queries.getQueryData<Shelf>(shelfKey(tenant));
    const then = now && after(now, happening, tenant);
    if (then === now) return;
    if (then) queries.setQueryData(shelfKey(tenant), then);
    else {
      clearTimeout(waiting.current);
      waiting.current = setTimeout(() => void queries.invalidateQueries({ queryKey: shelfKey(tenant) }), gather);
    }
  });
  const ticking = useClock();
  const now = shelf.data ? Date.parse(shelf.data.now) + Math.max(0, ticking - shelf.dataUpdatedAt) : ticking;
  return { shelf: shelf.data, error: shelf.error, again: () => void shelf.refetch(), now };
}

const minute = 60_000;

/** The time, told every minute; countdowns need no more. */
function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Tells screen readers that documents are read, when one has become ready, and when one cannot be read. */
export function useReadyNews(documents: readonly LibraryDocument[]): void {
  const t = useText();
  const { announce } = useToast();
  const before = useRef(new Set<string>());
  useProgressNews({ name: documents.some(working) ? t("docs.reading") : "" });
  useEffect(() => {
    const was = documents.filter((d) => before.current.has(d.id));
    const ready = was.filter((d) => d.state === "ready");
    if (ready[0]) announce(ready.length === 1 ? t("docs.ready", { title: ready[0].title }) : t("docs.ready.many", { n: ready.length }));
    for (const { title, state, fault } of was.filter((d) => d.state === "failed" || d.state === "locked")) announce([title, [fault?.title, fault?.fix].filter(Boolean).join(" ") || t(state === "locked" ? "docs.state.locked" : "docs.state.failed")].join(": "));
    before.current = new Set(documents.filter(working).map((d) => d.id));
  }, [documents, announce, t]);
}
