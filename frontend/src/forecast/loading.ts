import { getResult, getSeries } from "../api/results";
import type { Forecast } from "../shell/forecastSession";

/** Names this page to the backend, so that two windows do not cancel each other's runs. */
export const client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

/** A kept result with its lines. */
export async function loadForecast(hash: string, signal?: AbortSignal): Promise<Forecast> {
  const header = await getResult(hash, signal);
  return { header, series: await getSeries(header, signal) };
}
