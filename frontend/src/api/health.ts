import { json, send } from "./client";
import type { AdvisorPath, Issue, IssueList, Job, Performance, ProgramExamination, UpdateLook } from "./types";

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

/** Begins to examine the whole program. */
export async function examine(): Promise<Job> {
  return (await json<{ job: Job }>("POST", "/health/examinations")).job;
}

/** What the doctor found last; null before the first examination. */
export async function getProgramExamination(): Promise<ProgramExamination | null> {
  return (await json<ProgramExamination | undefined>("GET", "/health/examination")) ?? null;
}

/** The same for others to see: no names, places or amounts are in it. */
export async function getReport(): Promise<string> {
  return (await send("GET", "/health/report")).text();
}

/** Compares this version with the one in the signed manifest, where the owner named a place to look. */
export function lookForUpdate(): Promise<UpdateLook> {
  return json("POST", "/updates/look");
}
