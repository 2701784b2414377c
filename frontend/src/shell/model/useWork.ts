// One piece of long work about a model at a time: how far it is, and its end.
import { useCallback, useEffect, useRef, useState } from "react";
import { cancelJob, followJob } from "../../api/jobs";
import type { Job, JobProgress } from "../../api/types";
import { useText } from "../../i18n/text";
import { shareOf, useProgressNews } from "../../ui/useProgressNews";

export interface Work {
  /** What is under way, in the words of whoever began it; "" for nothing. */
  name: string;
  progress: JobProgress | null;
  error: unknown;
  begin(name: string, start: () => Promise<Job>): void;
  stop(): void;
}

/** `ended` hears when something has come to its end, whatever that was. It is told to whoever does not see it. */
export function useWork(ended: () => void): Work {
  const t = useText();
  const [last, setLast] = useState({ name: "", done: false });
  const [name, setName] = useState("");
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const job = useRef("");
  const following = useRef<AbortController | null>(null);
  useEffect(() => () => following.current?.abort(), []);
  const begin = useCallback(
    (what: string, start: () => Promise<Job>) => {
      const control = new AbortController();
      following.current = control;
      setName(what);
      setProgress(null);
      setError(null);
      const run = async () => {
        try {
          const started = await start();
          job.current = started.id;
          const outcome = await followJob(started, setProgress, control.signal);
          setLast({ name: what, done: outcome.state === "done" });
          if (outcome.state === "failed") setError(outcome.fault);
        } catch (thrown) {
          if (control.signal.aborted) return;
          setLast({ name: what, done: false });
          setError(thrown);
        }
        setName("");
        ended();
      };
      void run();
    },
    [ended],
  );
  const stop = useCallback(() => void cancelJob(job.current).catch(setError), []);
  useProgressNews({ name, share: shareOf(progress), end: last.done ? t("model.work.done", { what: last.name }) : error ? "" : t("model.work.stopped", { what: last.name }) });
  return { name, progress, error, begin, stop };
}
