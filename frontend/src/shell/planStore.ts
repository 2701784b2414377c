import { Fault } from "../api/fault";
import { collides, editedPlan } from "../api/patch";
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
export type PlanNews =
  | { kind: "refused" | "lost"; fault: Fault }
  | { kind: "undone" | "redone"; name: EditName }
  | { kind: "rewound" }
  /** There was nothing to undo or to do again. */
  | { kind: "nothing"; step: "undo" | "redo" }
  /** Another window was quicker: what it did is shown, and what was meant here was not done. */
  | { kind: "overtaken"; what: "edit" | "step" };

/** An edit that is not kept yet. */
interface Pending {
  patch: Patch;
  /** Another window has changed meanwhile what this edit changes. */
  overtaken: boolean;
}

/** The base was not the newest revision. */
const stale = (fault: Fault) => fault.status === 409 && fault.code === "plan.stale";

/**
 * Keeps the open plan: edits show at once and are sent one after another, each
 * on top of the revision that came before it. A refused edit takes itself back.
 *
 * Another window may edit the same plan. An edit goes on top of what it did,
 * unless both touch the same place: then nobody's work is overwritten unseen.
 */
export class PlanStore {
  #backend: PlanBackend;
  #kept: PlanState;
  #pending: Pending[] = [];
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
    const pending = { patch, overtaken: false };
    this.#pending.push(pending);
    this.#refused = [];
    return this.#queue(async () => {
      try {
        return await this.#send(name, pending);
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
    return this.#queue(() =>
      this.#move(
        (base) => this.#backend.rewind(this.#kept.id, base, to),
        () => ({ kind: "rewound" }),
      ),
    );
  }

  /**
   * Takes over what another window did to the plan, when this revision is news. An edit
   * of our own that is on its way is none, so it is waited for. Never rejects.
   */
  async heard(revision: number): Promise<void> {
    await this.#work;
    if (revision > this.#kept.revision) await this.#queue(() => this.#takeOver());
  }

  async #step(kind: "undone" | "redone", what: () => EditName | null, act: (base: number) => Promise<PlanState>): Promise<void> {
    await this.#queue(async () => {
      const name = what(); // only now: an edit that was on its way is kept by now
      if (name) await this.#move(act, () => ({ kind, name }));
      else this.#news({ kind: "nothing", step: kind === "undone" ? "undo" : "redo" });
    });
  }

  // What is undone or gone back from must have been seen: after another window's
  // change it is not tried again.
  async #move(act: (base: number) => Promise<PlanState>, done: () => PlanNews): Promise<void> {
    try {
      this.#kept = await act(this.#kept.revision);
      this.#refused = [];
      this.#news(done());
    } catch (thrown) {
      const fault = Fault.of(thrown);
      if (fault.status === 409) await this.#takeOver();
      this.#news(stale(fault) ? { kind: "overtaken", what: "step" } : { kind: "lost", fault });
    }
  }

  // Merge patches go on top of what another window did; once, lest two windows race for ever.
  async #send(name: EditName, pending: Pending): Promise<boolean> {
    const act = () => this.#backend.edit(this.#kept.id, this.#kept.revision, name, pending.patch);
    try {
      if (!pending.overtaken) this.#kept = await act();
    } catch (thrown) {
      if (!(thrown instanceof Fault) || !stale(thrown) || !(await this.#takeOver())) throw thrown;
      if (!pending.overtaken) this.#kept = await act();
    }
    if (pending.overtaken) this.#news({ kind: "overtaken", what: "edit" });
    return !pending.overtaken;
  }

  /** Reads the newest plan, and marks the edits that it has overtaken. False when it cannot be read now. */
  async #takeOver(): Promise<boolean> {
    try {
      const newest = await this.#backend.get(this.#kept.id);
      for (const pending of this.#pending) pending.overtaken ||= collides(pending.patch, this.#kept.plan, newest.plan);
      this.#kept = newest;
      return true;
    } catch {
      return false; // whatever is done next asks again, and says why
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
    const plan = this.#pending.reduce((p, { patch }) => editedPlan(p, patch), this.#kept.plan);
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
