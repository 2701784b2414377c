import { json } from "./client";
import type { Patch } from "./plans";
import type { Job } from "./types";

/** Names this page to the backend, so that two windows do not cancel each other's previews. */
export const client = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

/** What to forecast. A newer request of the same plan, client and purpose replaces the older one. */
export interface ForecastRequest {
  plan: string;
  revision?: number;
  /** One of the plan's scenarios, laid over it. */
  scenario?: string;
  patch?: Patch;
  paths?: number;
  purpose: "full" | "preview" | "cloud";
  client: string;
  /** How many milliseconds the answer may be held back for the end of the job. */
  wait?: number;
}

/** Starts a forecast; a result that is already kept makes the job done at once. */
export async function startForecast(request: ForecastRequest, signal?: AbortSignal): Promise<Job> {
  const answer = await json<{ job: Job }>("POST", "/forecasts", { body: request, signal });
  return answer.job;
}
