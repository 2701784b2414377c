// What being wrong would do: the same futures once more, with one assumption moved each way.

import type { ForecastRequest } from "../../api/forecasts";
import type { Outcome } from "../../api/jobs";
import type { Fact, Job, JobProgress, Paired, ResultHeader } from "../../api/types";
import { successFact } from "../../shell/headline";
import type { Moves } from "./place";

/** The backend's forecasts, as this needs them. */
export interface EffectBackend {
  start(request: ForecastRequest, signal: AbortSignal): Promise<Job>;
  follow(job: Job, progress: (p: JobProgress) => void, signal: AbortSignal): Promise<Outcome>;
  cancel(job: string): Promise<unknown>;
  pair(base: string, result: string, signal: AbortSignal): Promise<Paired>;
  header(result: string, signal: AbortSignal): Promise<ResultHeader>;
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
  /** Under the moves other futures are drawn, as under another return model: then shares are compared, not futures. */
  apart: boolean;
}

/** What happens to the share of futures that hold, with its 95 % interval; null is that no future changes. */
export type Change = { value: number; low: number; high: number } | null;

/** The change of each way that is possible. */
export type Effect = { [way: string]: Change };

const ofPaired = ({ onlyA, onlyB, delta }: Paired): Change => (onlyA === 0 && onlyB === 0 ? null : { value: delta.value, low: delta.ci.low, high: delta.ci.high });

/**
 * The difference of two shares that know nothing of each other, from the interval of each (method 10 of Newcombe,
 * "Interval estimation for the difference between independent proportions", Statistics in Medicine 17, 1998).
 */
export function between(before: Fact, after: Fact): Change {
  const off = ({ value, ci }: Fact) => ({ below: value - (ci?.low ?? value), above: (ci?.high ?? value) - value });
  const value = after.value - before.value;
  const [a, b] = [off(before), off(after)];
  return { value, low: value - Math.hypot(b.below, a.above), high: value + Math.hypot(b.above, a.below) };
}

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

async function played(backend: EffectBackend, { plan, revision, client, base, paths, moves, apart }: Question, way: string, share: (done: number) => void, signal: AbortSignal): Promise<Change> {
  const job = await backend.start({ plan, revision, client, paths, purpose: "preview", patch: moves[way] ?? {} }, signal);
  const stop = () => void backend.cancel(job.id).catch(() => undefined);
  signal.addEventListener("abort", stop);
  try {
    const outcome = await backend.follow(job, ({ done, total }) => share(total > 0 ? done / total : 0), signal);
    if (outcome.state === "failed") throw outcome.fault;
    if (outcome.state === "cancelled") throw new DOMException("the job was stopped", "AbortError");
    if (!apart) return ofPaired(await backend.pair(base, outcome.result, signal));
    const [before, after] = await Promise.all([backend.header(base, signal), backend.header(outcome.result, signal)]);
    const [was, is] = [successFact(before), successFact(after)];
    if (!was || !is) throw new Error("a result says nothing of success");
    return between(was, is);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
