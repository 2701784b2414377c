import { json } from "./client";
import type { Analysis, AnalysisOptions, Brush, Job, NewAnalysis } from "./types";

/** What to find out about a plan. A newer question of the same plan, client and kind replaces the older one. */
export type AnalysisRequest = Pick<NewAnalysis, "plan" | "kind"> & { revision: number; client: string; options?: AnalysisOptions };

/** Starts an analysis; one that is already kept makes the job done at once. */
export async function startAnalysis(request: AnalysisRequest, signal?: AbortSignal): Promise<Job> {
  const answer = await json<{ job: Job }>("POST", "/analyses", { body: request, signal });
  return answer.job;
}

export function getAnalysis(hash: string, signal?: AbortSignal): Promise<Analysis> {
  return json("GET", "/analyses/" + encodeURIComponent(hash), { signal });
}

/** What sets some futures of a result apart from the rest. */
export function brush(hash: string, futures: readonly number[], signal?: AbortSignal): Promise<Brush> {
  return json("POST", `/results/${encodeURIComponent(hash)}/brush`, { body: { futures }, signal });
}
