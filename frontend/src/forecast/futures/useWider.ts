// More futures of the open plan than its forecast has: a job of its own, kept by the backend while
// it runs, and stopped on request.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Fault } from "../../api/fault";
import { client, startForecast } from "../../api/forecasts";
import { cancelJob, followJob } from "../../api/jobs";
import { getResult } from "../../api/results";
import type { JobProgress, ResultHeader } from "../../api/types";
import { usePlanSession } from "../../shell/planSession";

export interface Wider {
  header: ResultHeader | null;
  running: boolean;
  progress: JobProgress | null;
  fault: Fault | null;
  stop: () => void;
  again: () => void;
}

/** The person stopped it. */
class Stopped extends Error {}

/** Plays so many futures of the plan that gave a result; null plays none. */
export function useWider(own: ResultHeader, paths: number | null, onStop: () => void): Wider {
  const { state } = usePlanSession();
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const job = useRef<string | null>(null);
  const revision = useRef(state.revision);
  const stopped = useRef(onStop);
  useEffect(() => {
    revision.current = state.revision;
    stopped.current = onStop;
  });
  const asked = useQuery({
    queryKey: ["wider", state.id, own.hash, paths],
    queryFn: async ({ signal }) => {
      setProgress(null);
      const started = await startForecast({ plan: state.id, revision: revision.current, purpose: "cloud", paths: paths ?? 0, client }, signal);
      job.current = started.id;
      const giveUp = () => void cancelJob(started.id).catch(() => undefined);
      signal.addEventListener("abort", giveUp);
      try {
        const end = await followJob(started, setProgress, signal);
        if (end.state === "failed") throw end.fault;
        if (end.state === "cancelled") throw new Stopped();
        return await getResult(end.result, signal);
      } finally {
        signal.removeEventListener("abort", giveUp);
        job.current = null;
      }
    },
    enabled: paths !== null,
    staleTime: Infinity,
    gcTime: 5 * 60_000,
    retry: false,
  });
  const { error } = asked;
  useEffect(() => {
    if (error instanceof Stopped) stopped.current();
  }, [error]);
  return {
    header: asked.data ?? null,
    running: paths !== null && asked.isFetching,
    progress,
    fault: error && !(error instanceof Stopped) ? Fault.of(error) : null,
    stop: () => {
      if (job.current) void cancelJob(job.current).catch(() => undefined);
      stopped.current();
    },
    again: () => void asked.refetch(),
  };
}
