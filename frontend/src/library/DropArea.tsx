// Files may be dropped anywhere on the page, and files or text pasted into it.
import { FileDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { bringsFiles, droppedFiles } from "../desktop/dropped";
import { useText } from "../i18n/text";
import { useToast } from "../ui/Toast";
import styles from "./DropArea.module.css";
import type { Uploading } from "./useUploads";

/** Listens on the whole window while it is shown; over the page, files that hang at the pointer are told what letting go does. */
export function DropArea({ addFiles, addText }: Pick<Uploading, "addFiles" | "addText">) {
  const t = useText();
  const { toast } = useToast();
  const [over, setOver] = useState(false);
  const newest = useRef({ addFiles, addText, none: () => toast({ text: t("docs.nothingDropped"), tone: "bad" }) });
  useEffect(() => {
    newest.current = { addFiles, addText, none: () => toast({ text: t("docs.nothingDropped"), tone: "bad" }) };
  });
  useEffect(() => {
    const listening = new AbortController();
    const on = <K extends keyof WindowEventMap>(kind: K, hear: (event: WindowEventMap[K]) => void) => window.addEventListener(kind, hear, { signal: listening.signal });
    const hang = (event: DragEvent) => {
      if (!bringsFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    on("dragenter", hang);
    on("dragover", hang);
    on("dragleave", (event) => event.relatedTarget === null && setOver(false));
    on("drop", (event) => {
      if (!bringsFiles(event.dataTransfer) || !event.dataTransfer) return;
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(
        (files) => (files.length > 0 ? newest.current.addFiles(files) : newest.current.none()),
        () => newest.current.none(),
      );
    });
    on("paste", (event) => {
      if (event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (files.length > 0) newest.current.addFiles(files);
      else if (text.trim()) newest.current.addText(text);
    });
    return () => listening.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={styles.veil}>
      <div className={styles.box}>
        <FileDown size={32} strokeWidth={1.5} aria-hidden />
        <strong>{t("docs.drop")}</strong>
        <span>{t("docs.drop.text")}</span>
      </div>
    </div>
  );
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
