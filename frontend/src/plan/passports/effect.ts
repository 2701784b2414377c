// What being wrong would do: the same futures once more, with one assumption moved each way.

import type { ForecastRequest } from "../../api/forecasts";
import type { Outcome } from "../../api/jobs";
import type { Job, JobProgress, Paired } from "../../api/types";
import type { Moves } from "./place";

/** The backend's forecasts, as this needs them. */
export interface EffectBackend {
  start(request: ForecastRequest, signal: AbortSignal): Promise<Job>;
  follow(job: Job, progress: (p: JobProgress) => void, signal: AbortSignal): Promise<Outcome>;
  cancel(job: string): Promise<unknown>;
  pair(base: string, result: string, signal: AbortSignal): Promise<Paired>;
}

/** Of which plan, against which kept result, and in how many of its futures. */
export interface Question {
  plan: string;
  revision: number;
  client: string;
  /** Hash of the kept result. */
  base: string;
  paths: number;
  moves: Moves;
}

/** The paired comparison of each way that is possible. */
export type Effect = { [way: string]: Paired };

/**
 * Plays the futures of the kept result again under each move. progress runs from
 * 0 to 1. Ends with an AbortError when the signal does, and stops the job then. A
 * move that this plan does not allow is left out; when none is left, its fault is thrown.
 */
export async function measure(backend: EffectBackend, question: Question, progress: (share: number) => void, signal: AbortSignal): Promise<Effect> {
  const ways = Object.keys(question.moves);
  const effect: Effect = {};
  let refused: unknown;
  for (const [i, way] of ways.entries()) {
    const share = (done: number) => progress((i + done) / ways.length);
    share(0);
    try {
      effect[way] = await played(backend, question, way, share, signal);
    } catch (fault) {
      signal.throwIfAborted();
      refused = fault;
    }
  }
  if (Object.keys(effect).length === 0 && refused !== undefined) throw refused;
  return effect;
}

async function played(backend: EffectBackend, { plan, revision, client, base, paths, moves }: Question, way: string, share: (done: number) => void, signal: AbortSignal): Promise<Paired> {
  const job = await backend.start({ plan, revision, client, paths, purpose: "preview", patch: moves[way] ?? {} }, signal);
  const stop = () => void backend.cancel(job.id).catch(() => undefined);
  signal.addEventListener("abort", stop);
  try {
    const outcome = await backend.follow(job, ({ done, total }) => share(total > 0 ? done / total : 0), signal);
    if (outcome.state === "failed") throw outcome.fault;
    if (outcome.state === "cancelled") throw new DOMException("the job was stopped", "AbortError");
    return await backend.pair(base, outcome.result, signal);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
