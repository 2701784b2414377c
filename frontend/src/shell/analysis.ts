// Questions about the open plan that take a while: asked once for each plan, kept, and stopped on request.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { getAnalysis, startAnalysis } from "../api/analyses";
import { Fault } from "../api/fault";
import { cancelJob, followJob } from "../api/jobs";
import type { Analysis, AnalysisOptions, JobProgress } from "../api/types";
import { useForecast } from "./forecastSession";
import { usePlanSession } from "./planSession";
import { client } from "../api/forecasts";

export type Question = "drivers" | "solve" | "map" | "stress" | "success";

export interface Asked {
  answer: Analysis | null;
  running: boolean;
  progress: JobProgress | null;
  stopped: boolean;
  fault: Fault | null;
  stop: () => void;
  again: () => void;
}

/** The plan changed while the question was being worked on: it is asked again by itself. */
class Overtaken extends Error {}
/** The person stopped it. */
class Stopped extends Error {}

const tries = 4;

const keyOf = (plan: string, base: string, kind: Question, options: AnalysisOptions) => ["analysis", plan, base, kind, options] as const;

/** Asks, once the plan's own forecast is there. Off asks nothing, and shows only what is known already. */
export function useAnalysis(kind: Question, options: AnalysisOptions = {}, on = true): Asked {
  const { state, busy } = usePlanSession();
  const { base, previewing, result, stale } = useForecast();
  const hash = (previewing ? base : result)?.header.hash ?? "";
  const revision = useRef(state.revision);
  useEffect(() => {
    revision.current = state.revision;
  });
  const job = useRef<string | null>(null);
  const unwanted = useRef(false); // stopped before the backend had named the job
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const work = async (signal: AbortSignal): Promise<Analysis> => {
    setProgress(null);
    job.current = null;
    unwanted.current = false;
    const started = await startAnalysis({ plan: state.id, revision: revision.current, kind, client, options }, signal);
    job.current = started.id;
    if (unwanted.current) void cancelJob(started.id).catch(() => undefined);
    const end = await followJob(started, setProgress, signal);
    if (end.state === "failed") throw end.fault;
    if (end.state === "cancelled") throw end.by === "user" ? new Stopped() : new Overtaken();
    return getAnalysis(end.result, signal);
  };
  const asked = useQuery({
    queryKey: keyOf(state.id, hash, kind, options),
    queryFn: ({ signal }) => work(signal),
    enabled: on && hash !== "" && !stale && !busy,
    staleTime: Infinity,
    gcTime: 30 * 60_000,
    retry: (count, thrown) => thrown instanceof Overtaken && count < tries,
    retryDelay: 100,
  });
  const { error } = asked;
  return {
    answer: asked.data ?? null,
    running: asked.isFetching,
    progress,
    stopped: error instanceof Stopped,
    fault: error && !(error instanceof Stopped) && !(error instanceof Overtaken) ? Fault.of(error) : null,
    stop: () => {
      unwanted.current = true;
      if (job.current) void cancelJob(job.current).catch(() => undefined);
    },
    again: () => void asked.refetch(),
  };
}
