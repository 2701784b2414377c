// The seam between screens that show the forecast and the store that runs it.
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Series } from "../api/blocks";
import type { Fault } from "../api/fault";
import type { Patch } from "../api/plans";
import type { Fact, JobProgress, Paired, ResultHeader } from "../api/types";

/** One result with its percentile lines. */
export interface Forecast {
  header: ResultHeader;
  series: Series;
}

/** How far the full run is, for those who look: see useRunProgress. */
export interface RunProgress {
  subscribe(watcher: () => void): () => void;
  now(): JobProgress | null;
}

/** What may come of the open plan. */
export interface ForecastSession {
  /** What to show now: the preview while there is one, else the newest full result (maybe stale). */
  result: Forecast | null;
  /** What to compare with: the kept result during a preview, the one before after an edit. */
  base: Forecast | null;
  /** base (a) against result (b), on the same futures. Null until both have been compared, and when they count success differently. */
  paired: Paired | null;
  /**
   * The share of futures that hold, as good as it is known: of a preview, what base says of all its
   * futures and the paired difference, so that luck in the first 1,000 is no effect of the change.
   */
  success: Fact | undefined;
  /** result is a preview on fewer futures. */
  previewing: boolean;
  /** result belongs to an older revision of the plan. */
  stale: boolean;
  running: boolean;
  progress: RunProgress;
  failed: Fault | null;
  /** The person stopped the run; what is shown may be old. */
  stopped: boolean;
  preview(patch: Patch): void;
  clearPreview(): void;
  cancel(): void;
  retry(): void;
}

const ForecastContext = createContext<ForecastSession | null>(null);

export const ForecastProvider = ForecastContext.Provider;

/** The forecast of the open plan, or null where there may be none. */
export function useMaybeForecast(): ForecastSession | null {
  return useContext(ForecastContext);
}

/** The forecast of the open plan; only inside screens that need one. */
export function useForecast(): ForecastSession {
  const session = useContext(ForecastContext);
  if (!session) throw new Error("useForecast outside an open plan");
  return session;
}

/** How far the full run is: null while none is under way, or before it said so. */
export function useRunProgress(): JobProgress | null {
  const { progress } = useForecast();
  return useSyncExternalStore(progress.subscribe, progress.now);
}
