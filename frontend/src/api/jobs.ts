import { json, send } from "./client";
import { Fault } from "./fault";
import { frames } from "./stream";
import type { Job, JobProgress } from "./types";

const at = (job: string) => "/jobs/" + encodeURIComponent(job);

/** Asks the backend to stop. A dropped connection never does. */
export function cancelJob(job: string): Promise<Job> {
  return json("POST", at(job) + "/cancel", { body: {} });
}

/** How a job ended. */
export type Outcome =
  | { state: "done"; result: string }
  | { state: "failed"; fault: Fault }
  | { state: "cancelled"; by: string };

const patience = [100, 300, 1000, 2000];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Follows a job to its end: streams its events, resumes after the last one seen
 * when the connection drops, and asks from time to time when streaming is held up.
 */
export async function followJob(job: Job, progress: (p: JobProgress) => void, signal: AbortSignal): Promise<Outcome> {
  let after = 0;
  const known = ended(job);
  if (known) return known;
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      const response = await send("POST", at(job.id) + "/stream", { body: { after }, signal });
      for await (const frame of frames(response)) {
        if (frame.id > after) after = frame.id;
        tries = 0;
        const end = read(frame.event, frame.data, progress);
        if (end) return end;
      }
    } catch (err) {
      signal.throwIfAborted();
      if (err instanceof Fault && err.status >= 400 && err.status < 500) throw err;
    }
    const polled = await poll(job.id, progress, signal);
    if (polled) return polled;
    await pause(patience[Math.min(tries, patience.length - 1)] ?? 2000);
  }
}

async function poll(id: string, progress: (p: JobProgress) => void, signal: AbortSignal): Promise<Outcome | null> {
  try {
    const now = await json<Job>("GET", at(id), { signal });
    if (now.progress) progress(now.progress);
    return ended(now);
  } catch (err) {
    signal.throwIfAborted();
    if (err instanceof Fault && err.status === 404) throw err;
    return null;
  }
}

function ended(job: Job): Outcome | null {
  if (job.state === "done" && job.result) return { state: "done", result: job.result };
  if (job.state === "failed") return { state: "failed", fault: Fault.fromDocument(job.problem?.status ?? 500, job.problem) };
  if (job.state === "cancelled") return { state: "cancelled", by: job.by ?? "user" };
  return null;
}

function read(event: string, data: string, progress: (p: JobProgress) => void): Outcome | null {
  const body: unknown = JSON.parse(data);
  if (event === "progress") progress(body as JobProgress);
  if (event === "done") return { state: "done", result: (body as { result: string }).result };
  if (event === "failed") return { state: "failed", fault: Fault.fromDocument((body as { status?: number }).status ?? 500, body) };
  if (event === "cancelled") return { state: "cancelled", by: (body as { by?: string }).by ?? "user" };
  return null;
}
