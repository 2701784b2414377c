import { getResult, getSeries } from "../api/results";
import type { Forecast } from "../shell/forecastSession";

/** A kept result with its lines. */
export async function loadForecast(hash: string, signal?: AbortSignal): Promise<Forecast> {
  const header = await getResult(hash, signal);
  return { header, series: await getSeries(header, signal) };
}
