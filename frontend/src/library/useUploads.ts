import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { addDocument } from "../api/library";
import { useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { useToast } from "../ui/Toast";
import { useProgressNews } from "../ui/useProgressNews";
import { meantFiles, Uploads, titleOfText, type Parcel, type Upload } from "./uploads";
import { shelfKey } from "./useShelf";

/** The queue of a plan. It lies with what else the page keeps, so that files go on arriving while a person is elsewhere. */
function queueOf(queries: QueryClient, tenant: string): Uploads {
  const key = ["uploads", tenant];
  const there = queries.getQueryData<Uploads>(key);
  if (there) return there;
  const made = new Uploads(
    ({ title, bytes }, told, signal) => addDocument(tenant, title, bytes, told, signal),
    () => void queries.invalidateQueries({ queryKey: shelfKey(tenant) }),
  );
  queries.setQueryDefaults(key, { gcTime: Infinity });
  queries.setQueryData(key, made);
  return made;
}

export interface Uploading {
  /** What is to be seen: files on their way, and what is to be said about those that were not simply added. */
  uploads: readonly Upload[];
  addFiles: (files: readonly File[]) => void;
  addText: (text: string) => void;
  drop: (id: number) => void;
  again: (id: number) => void;
}

/** The backend takes titles of so many characters. */
const longest = 200;

const parcelOf = (file: File): Parcel => ({ title: [...file.name.replaceAll(/\s+/g, " ").trim()].slice(0, longest).join(""), bytes: file });

export function useUploads(tenant: string): Uploading {
  const t = useText();
  const queries = useQueryClient();
  const [queue] = useState(() => queueOf(queries, tenant));
  const all = useSyncExternalStore(queue.subscribe, queue.snapshot);
  useUploadNews(queue, all);
  return {
    // What was simply added is in the list below.
    uploads: all.filter((u) => u.state !== "sent" || u.added?.known === "same"),
    addFiles: (files) => queue.add(meantFiles(files).map(parcelOf)),
    addText: (text) => queue.add([{ title: titleOfText(text, t("docs.pasted")), bytes: new Blob([text], { type: "text/plain" }) }]),
    drop: (id) => queue.drop(id),
    again: (id) => queue.again(id),
  };
}

/** Tells screen readers what became of a file, and puts aside what the list shows by itself. */
function useUploadNews(queue: Uploads, all: readonly Upload[]): void {
  const t = useText();
  const words = useFaultWords();
  const { announce } = useToast();
  const [told] = useState(() => new Set<number>());
  useProgressNews({ name: all.some(({ state }) => state === "sending" || state === "waiting") ? t("docs.upload.going") : "" });
  useEffect(() => {
    for (const { id, state, title, added, fault } of all) {
      if (told.has(id) || (state !== "sent" && state !== "failed")) continue;
      told.add(id);
      if (fault) announce(t("docs.upload.failed", { title, why: words(fault).title }));
      else announce(added?.known === "same" ? `${title}: ${t("docs.upload.same")}` : t("docs.upload.added", { title }));
      if (added && added.known !== "same") queue.drop(id);
    }
  }, [all, queue, told, announce, t, words]);
}
