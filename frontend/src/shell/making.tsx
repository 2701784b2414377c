// A backup on its way: the passphrase that opens it, and the work.
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { makeBackup } from "../api/backups";
import { cancelJob, followJob } from "../api/jobs";
import type { JobProgress, NewBackup } from "../api/types";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { shareOf, useProgressNews } from "../ui/useProgressNews";
import styles from "./Backups.module.css";
import { backupsKey } from "./backupsKey";
import { useFaultWords } from "./useFaultWords";

interface Typed {
  first: string;
  again: string;
}

export const nothingTyped: Typed = { first: "", again: "" };

const shortest = 10; // bytes, as the backend counts

const tooShort = ({ first }: Typed) => first !== "" && new TextEncoder().encode(first).length < shortest;

/** Whether what is typed again is not the beginning of the first: whoever still types it is not told that it differs. */
export const differs = (first: string, again: string) => !first.startsWith(again);

/** The passphrase, once it is long enough and was typed twice; "" before. */
export function newPassphraseOf(typed: Typed): string {
  return typed.first === typed.again && !tooShort(typed) ? typed.first : "";
}

/** Two fields for a passphrase that nobody could remind of. */
export function NewPassphrase({ typed, change }: { typed: Typed; change: (typed: Typed) => void }) {
  const t = useText();
  return (
    <>
      <Field label={t("backup.passphrase")} hint={t("backup.passphrase.hint")} error={tooShort(typed) && t("backup.passphrase.short")}>
        <SecretInput value={typed.first} onType={(first) => change({ ...typed, first })} autoFocus />
      </Field>
      <Field label={t("backup.passphrase.again")} error={differs(typed.first, typed.again) && t("backup.passphrase.differs")}>
        <SecretInput value={typed.again} onType={(again) => change({ ...typed, again })} />
      </Field>
    </>
  );
}

/** A backup while it is made. `ended` hears whether there is one, or whether it was stopped. */
export function useMaking(ended: (made: boolean) => void) {
  const words = useFaultWords();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [trouble, setTrouble] = useState<ReactNode>(null);
  const job = useRef("");
  const begin = async (asked: NewBackup) => {
    setBusy(true);
    setTrouble(null);
    try {
      const begun = await makeBackup(asked);
      job.current = begun.id;
      const end = await followJob(begun, setProgress, new AbortController().signal);
      if (end.state === "failed") throw end.fault;
      ended(end.state === "done");
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(
        <Note tone="error" alert>
          {title} {fix}
        </Note>,
      );
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: backupsKey });
    }
  };
  return { busy, progress, trouble, begin, stop: () => void cancelJob(job.current) };
}

export function Working({ progress, stop }: { progress: JobProgress | null; stop: () => void }) {
  const t = useText();
  const phase = progress?.phase === "seal" ? t("backup.seal") : progress?.phase === "verify" ? t("backup.verify") : t("backup.copy");
  useProgressNews({ name: t("backup.make.title"), share: shareOf(progress) });
  return (
    <Dialog open onClose={stop} title={t("backup.make.title")} actions={<Button onClick={stop}>{t("backup.stop")}</Button>}>
      <p role="status">{phase}</p>
      <progress className={styles.progress} aria-label={phase} {...(progress?.total ? { value: progress.done, max: progress.total } : {})} />
    </Dialog>
  );
}
