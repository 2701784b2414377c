// What each scenario of the open plan leads to, on the futures of the plan's own forecast.
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Fault } from "../../api/fault";
import { client, startForecast } from "../../api/forecasts";
import { cancelJob, followJob } from "../../api/jobs";
import type { JobProgress } from "../../api/types";
import { useForecast, useRunProgress, type Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { getLines } from "../../api/results";
import { called } from "../names";
import { BASE } from "../scenarios";

export interface Outcome {
  id: string;
  forecast: Forecast | null;
  running: boolean;
  progress: JobProgress | null;
  fault: Fault | null;
  stop: () => void;
  again: () => void;
}

/** A newer revision took the run's place: it is started again by itself. */
class Overtaken extends Error {}

const tries = 4;

/** The code of a run that the person stopped. */
export const stoppedCode = "forecast.stopped";

/** The plan's own newest full result, also while something is tried on fewer futures. */
function useStanding(): Forecast | null {
  const { base, previewing, result } = useForecast();
  return previewing ? base : result;
}

/** One outcome for each id, in that order; base stands for the plan itself. */
export function useOutcomes(ids: readonly string[]): Outcome[] {
  const { state, busy } = usePlanSession();
  const forecast = useForecast();
  const far = useRunProgress();
  const standing = useStanding();
  const base = standing?.header.hash ?? "";
  const revision = useRef(state.revision);
  useEffect(() => {
    revision.current = state.revision;
  });
  const jobs = useRef(new Map<string, string>());
  const [progress, setProgress] = useState<Readonly<Record<string, JobProgress>>>({});
  const ready = base !== "" && !forecast.stale && !busy;
  const play = async (scenario: string, signal: AbortSignal): Promise<Forecast> => {
    jobs.current.delete(scenario);
    const job = await startForecast({ plan: state.id, revision: revision.current, scenario, purpose: "full", client: `${client}.${scenario}` }, signal);
    jobs.current.set(scenario, job.id);
    const end = await followJob(job, (p) => setProgress((now) => ({ ...now, [scenario]: p })), signal);
    if (end.state === "failed") throw end.fault;
    if (end.state === "cancelled") throw end.by === "user" ? new Fault(0, stoppedCode, "stopped") : new Overtaken();
    return getLines(end.result, signal);
  };
  const branches = ids.filter((id) => id !== BASE);
  const runs = useQueries({
    queries: branches.map((id) => ({
      queryKey: ["outcome", state.id, base, id, JSON.stringify(state.plan.scenarios?.[id]?.patch ?? null)],
      queryFn: ({ signal }: { signal: AbortSignal }) => play(id, signal),
      enabled: ready && state.plan.scenarios?.[id] !== undefined,
      staleTime: Infinity,
      retry: (count: number, thrown: Error) => thrown instanceof Overtaken && count < tries,
      retryDelay: 100,
    })),
  });
  const plan = state.plan;
  return ids.map((id) => {
    if (id === BASE) return { id, forecast: standing, running: forecast.running, progress: far, fault: forecast.failed, stop: forecast.cancel, again: forecast.retry };
    const run = runs[branches.indexOf(id)];
    return {
      id,
      forecast: run?.data ? called(run.data, plan) : null,
      running: run?.isFetching ?? false,
      progress: progress[id] ?? null,
      fault: run?.error && !(run.error instanceof Overtaken) ? Fault.of(run.error) : null,
      stop: () => {
        const job = jobs.current.get(id);
        if (job) void cancelJob(job).catch(() => undefined);
      },
      again: () => void run?.refetch(),
    };
  });
}
