import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { startForecast } from "../api/forecasts";
import { cancelJob, followJob } from "../api/jobs";
import { getPaired, getResult, getSeries } from "../api/results";
import { ForecastProvider, type ForecastSession } from "../shell/forecastSession";
import type { PreviewLine } from "../shell/Household";
import { comparison } from "./comparison";
import { ForecastStore, type ForecastBackend } from "./store";

const backend: ForecastBackend = {
  start: startForecast,
  follow: followJob,
  cancel: cancelJob,
  load: async (hash, signal) => {
    const header = await getResult(hash, signal);
    return { header, series: await getSeries(header, signal) };
  },
  pair: (base, result, signal) => getPaired(base, result, signal),
};

/** Names this page to the backend, so that two windows do not cancel each other's previews. */
const client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

/** Runs the forecasts of the open plan for the screens inside. */
export function Forecasts({ plan, revision, preview, children }: { plan: string; revision: number; preview: PreviewLine; children: ReactNode }) {
  const [store] = useState(() => new ForecastStore(plan, client, backend));
  const shown = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => store.want(revision), [store, revision]);
  useEffect(() => () => store.close(), [store]);
  useEffect(() => preview.listen((patch) => (patch ? store.preview(patch) : store.endPreview())), [store, preview]);
  const session = useMemo<ForecastSession>(
    () => ({
      ...comparison(shown),
      previewing: shown.preview !== null,
      stale: shown.stale && shown.preview === null,
      running: shown.running,
      progress: shown.progress,
      failed: shown.failed,
      stopped: shown.stopped,
      preview: (patch) => store.preview(patch),
      clearPreview: () => store.endPreview(),
      cancel: () => store.cancel(),
      retry: () => store.retry(),
    }),
    [shown, store],
  );
  return <ForecastProvider value={session}>{children}</ForecastProvider>;
}
