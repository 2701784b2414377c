import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { client, startForecast } from "../api/forecasts";
import { cancelJob, followJob } from "../api/jobs";
import { getLines, getPaired } from "../api/results";
import type { Plan } from "../api/types";
import { ForecastProvider, type ForecastSession } from "../shell/forecastSession";
import type { PreviewLine } from "../shell/Household";
import { usePlanSession } from "../shell/planSession";
import { comparison } from "./comparison";
import { called } from "./names";
import { PickedProvider } from "./picked";
import { ForecastStore, type ForecastBackend } from "./store";

const backend: ForecastBackend = {
  start: startForecast,
  follow: followJob,
  cancel: cancelJob,
  load: getLines,
  pair: (base, result, signal) => getPaired(base, result, signal),
};

function underPresentNames<T extends Pick<ForecastSession, "result" | "base">>(compared: T, plan: Plan): T {
  const { result, base } = compared;
  return { ...compared, result: result && called(result, plan), base: base && called(base, plan) };
}

/** Runs the forecasts of the open plan for the screens inside. */
export function Forecasts({ plan, revision, preview, children }: { plan: string; revision: number; preview: PreviewLine; children: ReactNode }) {
  const [store] = useState(() => new ForecastStore(plan, client, backend));
  const shown = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => store.want(revision), [store, revision]);
  useEffect(() => () => store.close(), [store]);
  useEffect(() => preview.listen({ tried: (patch) => (patch ? store.preview(patch) : store.endPreview()), saving: (patch) => store.saving(patch) }), [store, preview]);
  const now = usePlanSession().state.plan;
  const session = useMemo<ForecastSession>(
    () => ({
      ...underPresentNames(comparison(shown), now),
      previewing: shown.preview !== null,
      stale: shown.stale && shown.preview === null,
      running: shown.running,
      progress: store.progress,
      failed: shown.failed,
      stopped: shown.stopped,
      preview: (patch) => store.preview(patch),
      clearPreview: () => store.endPreview(),
      cancel: () => store.cancel(),
      retry: () => store.retry(),
    }),
    [shown, store, now],
  );
  return (
    <ForecastProvider value={session}>
      <PickedProvider>{children}</PickedProvider>
    </ForecastProvider>
  );
}
