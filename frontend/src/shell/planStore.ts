import { Fault } from "../api/fault";
import { applyPatch } from "../api/patch";
import type { Moment, Patch } from "../api/plans";
import type { EditName, PlanState, Problem } from "../api/types";

/** The backend's plan resource, as this store needs it. */
export interface PlanBackend {
  get(plan: string): Promise<PlanState>;
  edit(plan: string, base: number, name: EditName, patch: Patch): Promise<PlanState>;
  undo(plan: string, base: number): Promise<PlanState>;
  redo(plan: string, base: number): Promise<PlanState>;
  rewind(plan: string, base: number, to: Moment): Promise<PlanState>;
}

/** What the store shows; a new object on every change. */
export interface PlanSnapshot {
  /** The kept state with the edits that are still on their way. */
  state: PlanState;
  /** The newest revision that the backend has kept. */
  revision: number;
  problems: Problem[];
  busy: boolean;
}

/** What happened, for whoever tells the person. */
export type PlanNews = { kind: "refused" | "lost"; fault: Fault } | { kind: "undone" | "redone"; name: EditName } | { kind: "rewound" };

/**
 * Keeps the open plan: edits show at once and are sent one after another, each
 * on top of the revision that came before it. A refused edit takes itself back.
 */
export class PlanStore {
  #backend: PlanBackend;
  #kept: PlanState;
  #pending: Patch[] = [];
  #refused: Problem[] = [];
  #work: Promise<unknown> = Promise.resolve();
  #jobs = 0;
  #listeners = new Set<() => void>();
  #news: (news: PlanNews) => void;
  #snapshot: PlanSnapshot;

  constructor(state: PlanState, backend: PlanBackend, news: (news: PlanNews) => void) {
    this.#kept = state;
    this.#backend = backend;
    this.#news = news;
    this.#snapshot = this.#look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): PlanSnapshot => this.#snapshot;

  edit(name: EditName, patch: Patch): Promise<boolean> {
    this.#pending.push(patch);
    this.#refused = [];
    return this.#queue(async () => {
      try {
        this.#kept = await this.#onNewest((base) => this.#backend.edit(this.#kept.id, base, name, patch));
        return true;
      } catch (thrown) {
        this.#refuse(Fault.of(thrown));
        return false;
      } finally {
        this.#pending.shift();
      }
    });
  }

  undo(): Promise<void> {
    return this.#step("undone", () => this.#kept.undo, (base) => this.#backend.undo(this.#kept.id, base));
  }

  redo(): Promise<void> {
    return this.#step("redone", () => this.#kept.redo, (base) => this.#backend.redo(this.#kept.id, base));
  }

  /** Makes the plan again what it was at a revision or at the end of a day: one more change, which undo takes back. */
  rewind(to: Moment): Promise<void> {
    return this.#queue(async () => {
      try {
        this.#kept = await this.#onNewest((base) => this.#backend.rewind(this.#kept.id, base, to));
        this.#refused = [];
        this.#news({ kind: "rewound" });
      } catch (thrown) {
        this.#news({ kind: "lost", fault: Fault.of(thrown) });
      }
    });
  }

  /** Takes over what another window did to the plan. */
  async reload(): Promise<void> {
    await this.#queue(async () => {
      this.#kept = await this.#backend.get(this.#kept.id);
    });
  }

  async #step(kind: "undone" | "redone", what: () => EditName | null, act: (base: number) => Promise<PlanState>): Promise<void> {
    await this.#queue(async () => {
      const name = what();
      if (!name) return;
      try {
        this.#kept = await act(this.#kept.revision);
        this.#refused = [];
        this.#news({ kind, name });
      } catch (thrown) {
        const fault = Fault.of(thrown);
        if (fault.status === 409) this.#kept = await this.#backend.get(this.#kept.id);
        this.#news({ kind: "lost", fault });
      }
    });
  }

  // Another window may have edited meanwhile: merge patches go on top of that.
  async #onNewest(act: (base: number) => Promise<PlanState>): Promise<PlanState> {
    try {
      return await act(this.#kept.revision);
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.status !== 409) throw thrown;
      this.#kept = await this.#backend.get(this.#kept.id);
      return act(this.#kept.revision);
    }
  }

  #refuse(fault: Fault): void {
    if (fault.problems.length > 0) {
      this.#refused = fault.problems;
      this.#news({ kind: "refused", fault });
    } else this.#news({ kind: "lost", fault });
  }

  #queue<R>(work: () => Promise<R>): Promise<R> {
    this.#jobs++;
    this.#tell();
    const done = this.#work.then(work).finally(() => {
      this.#jobs--;
      this.#tell();
    });
    this.#work = done.catch(() => undefined);
    return done;
  }

  #look(): PlanSnapshot {
    const plan = this.#pending.reduce((p, patch) => applyPatch(p, patch), this.#kept.plan);
    return {
      state: { ...this.#kept, plan },
      revision: this.#kept.revision,
      problems: [...this.#refused, ...(this.#kept.problems ?? [])],
      busy: this.#jobs > 0,
    };
  }

  #tell(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }
}
