import { Fault } from "../api/fault";
import type { ForecastRequest } from "../api/forecasts";
import type { Outcome } from "../api/jobs";
import type { Patch } from "../api/plans";
import type { Job, JobProgress, Paired } from "../api/types";
import type { Forecast, RunProgress } from "../shell/forecastSession";

/** The backend's forecasts, as this store needs them. */
export interface ForecastBackend {
  start(request: ForecastRequest, signal: AbortSignal): Promise<Job>;
  follow(job: Job, progress: (p: JobProgress) => void, signal: AbortSignal): Promise<Outcome>;
  cancel(job: string): Promise<unknown>;
  load(hash: string, signal: AbortSignal): Promise<Forecast>;
  pair(base: string, result: string, signal: AbortSignal): Promise<Paired>;
}

/** What the store shows; a new object on every change. */
export interface ForecastSnapshot {
  kept: Forecast | null;
  /** The full result before kept, of an older revision. */
  before: Forecast | null;
  preview: Forecast | null;
  paired: Paired | null;
  stale: boolean;
  running: boolean;
  failed: Fault | null;
  stopped: boolean;
}

/** Whether two results were played in the same futures, so that each of one has its counterpart in the other. */
function sameFutures({ header: a }: Forecast, { header: b }: Forecast): boolean {
  return a.seed === b.seed && a.model === b.model && a.engine === b.engine;
}

/** Whether a patch surely leaves the futures as they are drawn: that is among the assumptions. */
function keepsFutures(patch: Patch): boolean {
  return Object.keys(patch).length > 0 && !("assumptions" in patch);
}

/** How long the answer to a preview is held back for its result, in milliseconds: it mostly takes less, and nothing is shown of it before. */
const held = 2000;

/** How long a hand rests on what it tries, in milliseconds, until the full run of it begins. */
const rest = 120;

/** How long a full run may take before something is shown, in milliseconds. */
const patience = 250;

const nothing: ForecastSnapshot = {
  kept: null,
  before: null,
  preview: null,
  paired: null,
  stale: false,
  running: false,
  failed: null,
  stopped: false,
};

/**
 * Runs the forecasts of one plan.
 *
 *   want(revision)   a full run; an older one under way is left behind
 *   preview(patch)   1,000 futures; at most one request under way, the latest patch goes next; where the hand
 *                    rests, the full run of it begins
 *   endPreview()     back to the kept result
 *   saving(patch)    what is being tried is on its way to be kept: its full run begins at once, and the
 *                    one of the revision that it makes joins it
 *
 * After an edit the last preview stays in sight until the full result replaces it.
 */
export class ForecastStore {
  #plan: string;
  #client: string;
  #backend: ForecastBackend;
  #shown: ForecastSnapshot = nothing;
  #listeners = new Set<() => void>();
  #progress: JobProgress | null = null;
  #watchers = new Set<() => void>();
  #revision = -1;
  #full: { abort: AbortController; job: string | null } | null = null;
  #trial: AbortController | null = null;
  #next: Patch | null = null;
  #ahead: Promise<unknown> = Promise.resolve();
  #rested: Promise<string | null> = Promise.resolve(null);
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(plan: string, client: string, backend: ForecastBackend) {
    this.#plan = plan;
    this.#client = client;
    this.#backend = backend;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): ForecastSnapshot => this.#shown;

  /** How far the full run is. No part of the snapshot: it changes many times a second, and what shows the figures would be drawn anew with it. */
  readonly progress: RunProgress = {
    subscribe: (watcher) => {
      this.#watchers.add(watcher);
      return () => this.#watchers.delete(watcher);
    },
    now: () => this.#progress,
  };

  /** Makes the forecast of this revision the wanted one. Asking again for the same changes nothing. */
  want(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#next = null;
    clearTimeout(this.#resting);
    this.#trial?.abort();
    this.#trial = null;
    void this.#run();
    this.#sketchSoon(revision);
  }

  retry(): void {
    if (this.#full === null) void this.#run();
  }

  /** Asks the backend to stop the full run. */
  cancel(): void {
    const run = this.#full;
    if (!run) return;
    run.abort.abort();
    this.#full = null;
    if (run.job) void this.#backend.cancel(run.job).catch(() => undefined);
    this.#reach(null);
    this.#set({ running: false, stopped: true });
  }

  preview(patch: Patch): void {
    void this.#moveOn();
    if (this.#trial) {
      this.#next = patch;
      return;
    }
    void this.#try(patch);
  }

  saving(patch: Patch): void {
    if (this.#trial === null && this.#shown.preview === null) return;
    clearTimeout(this.#resting);
    const rested = this.#rested; // the same question as a rule, and wanted from now on
    this.#rested = Promise.resolve(null);
    this.#ahead = Promise.all([rested, this.#begin(patch)]);
  }

  /** Begins the full run of a patch, and tells its job where there is one. Where it cannot begin, the revision's run says why. */
  async #begin(patch: Patch): Promise<string | null> {
    const request: ForecastRequest = { plan: this.#plan, client: this.#client, purpose: "full", revision: this.#revision, patch };
    try {
      const job = await this.#backend.start(request, new AbortController().signal);
      return job.state === "done" ? null : job.id;
    } catch {
      return null;
    }
  }

  /** The hand moves on, or takes it back: what was begun while it rested is wanted no more. */
  async #moveOn(): Promise<void> {
    clearTimeout(this.#resting);
    const rested = this.#rested;
    this.#rested = Promise.resolve(null);
    const job = await rested;
    if (job) await this.#backend.cancel(job).catch(() => undefined);
  }

  endPreview(): void {
    void this.#moveOn();
    this.#next = null;
    this.#trial?.abort();
    this.#trial = null;
    if (this.#shown.preview) this.#set({ preview: null, paired: null });
  }

  /** Leaves everything behind; the backend's jobs end by themselves. */
  close(): void {
    clearTimeout(this.#resting);
    this.#full?.abort.abort();
    this.#trial?.abort();
    this.#full = null;
    this.#trial = null;
    this.#revision = -1;
  }

  async #run(): Promise<void> {
    this.#full?.abort.abort();
    const run = { abort: new AbortController(), job: null as string | null };
    this.#full = run;
    this.#reach(null);
    this.#set({ running: true, failed: null, stopped: false, stale: this.#shown.kept !== null });
    try {
      await this.#ahead; // the newer question must come after it, since it takes its seat
      const outcome = await this.#play({ purpose: "full", revision: this.#revision }, run.abort.signal, (job) => (run.job = job), (progress) => this.#full === run && this.#reach(progress));
      if (this.#full !== run) return;
      if (outcome.state === "failed") throw outcome.fault;
      if (outcome.state === "cancelled") return this.#end(run, { stopped: outcome.by === "user" });
      const result = await this.#backend.load(outcome.result, run.abort.signal);
      if (this.#full !== run) return;
      this.#keep(run, result);
    } catch (thrown) {
      if (run.abort.signal.aborted) return;
      this.#end(run, { failed: Fault.of(thrown) });
    }
  }

  #end(run: object, change: Partial<ForecastSnapshot>): void {
    if (this.#full !== run) return;
    this.#full = null;
    this.#reach(null);
    this.#set({ running: false, ...change });
  }

  #keep(run: object, result: Forecast): void {
    const old = this.#shown.kept;
    this.#trial?.abort();
    this.#trial = null;
    const same = old?.header.hash === result.header.hash;
    const before = same ? this.#shown.before : old;
    this.#end(run, { kept: result, before, preview: null, paired: same ? this.#shown.paired : null, stale: false });
    if (!same && before) void this.#pair(before, result);
  }

  // A full run that takes long is preceded by a preview of the same plan.
  #sketchSoon(revision: number): void {
    setTimeout(() => {
      const waiting = this.#full !== null && this.#revision === revision && this.#trial === null;
      if (waiting && this.#shown.preview === null) void this.#try({});
    }, patience);
  }

  async #try(patch: Patch): Promise<void> {
    const trial = new AbortController();
    this.#trial = trial;
    try {
      const outcome = await this.#play({ purpose: "preview", revision: this.#revision, patch, wait: held }, trial.signal, () => undefined, () => undefined);
      if (outcome.state === "done") {
        const { kept } = this.#shown;
        const compare = () => kept && this.#backend.pair(kept.header.hash, outcome.result, trial.signal).catch(() => null);
        const ahead = keepsFutures(patch) ? compare() : null;
        // Both at once: a preview beside the comparison of another would not add up.
        const result = await this.#backend.load(outcome.result, trial.signal);
        const paired = kept && sameFutures(kept, result) ? await (ahead ?? compare()) : null;
        if (trial.signal.aborted) return;
        this.#set({ preview: result, paired });
      }
    } catch {
      // A value that is refused on the way shows nothing; the edit on release says why.
    }
    if (this.#trial !== trial) return;
    this.#trial = null;
    const next = this.#next;
    this.#next = null;
    if (next) void this.#try(next);
    else if (Object.keys(patch).length > 0) this.#resting = setTimeout(() => (this.#rested = this.#begin(patch)), rest);
  }

  async #pair(base: Forecast, result: Forecast): Promise<void> {
    if (!sameFutures(base, result)) return;
    try {
      const paired = await this.#backend.pair(base.header.hash, result.header.hash, new AbortController().signal);
      const shown = this.#shown.preview ?? this.#shown.kept;
      if (shown?.header.hash === result.header.hash) this.#set({ paired });
    } catch {
      // Without the pairing the dock shows both figures and no difference.
    }
  }

  async #play(what: Pick<ForecastRequest, "purpose" | "revision" | "patch" | "wait">, signal: AbortSignal, started: (job: string) => void, progress: (p: JobProgress) => void): Promise<Outcome> {
    const job = await this.#backend.start({ plan: this.#plan, client: this.#client, ...what }, signal);
    started(job.id);
    return this.#backend.follow(job, progress, signal);
  }

  #reach(progress: JobProgress | null): void {
    if (progress === this.#progress) return;
    this.#progress = progress;
    for (const watcher of this.#watchers) watcher();
  }

  #set(change: Partial<ForecastSnapshot>): void {
    this.#shown = { ...this.#shown, ...change };
    for (const listener of this.#listeners) listener();
  }
}
