import { json } from "./client";
import type { AdvisorPath, Issue, IssueList, Performance } from "./types";

/** What is not in order, the worst first. */
export async function getIssues(signal?: AbortSignal): Promise<Issue[]> {
  return (await json<IssueList>("GET", "/health/issues", { signal })).issues;
}

/** How quickly the program and its models answer. */
export function getPerformance(signal?: AbortSignal): Promise<Performance> {
  return json("GET", "/performance", { signal });
}

/** The steps that a question takes, and how long each took. */
export function getPath(signal?: AbortSignal): Promise<AdvisorPath> {
  return json("GET", "/advisor/path", { signal });
}
