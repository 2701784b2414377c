import { Fault } from "../api/fault";
import { combine, editedPlan } from "../api/patch";
import { freshOp, type Moment, type Patch, type Stamp } from "../api/plans";
import type { EditName, PlanState, Problem } from "../api/types";
import type { Draft, Outbox, Refused } from "./outbox";

/** The backend's plan resource, as this store needs it. */
export interface PlanBackend {
  get(plan: string): Promise<PlanState>;
  edit(plan: string, on: Stamp, name: EditName, patch: Patch, settles: string[]): Promise<PlanState>;
  undo(plan: string, on: Stamp): Promise<PlanState>;
  redo(plan: string, on: Stamp): Promise<PlanState>;
  rewind(plan: string, on: Stamp, to: Moment): Promise<PlanState>;
}

/** What the store shows; a new object on every change. */
export interface PlanSnapshot {
  /** The kept state with the edits that are still on their way. */
  state: PlanState;
  /** The newest revision that the backend has kept. */
  revision: number;
  problems: Problem[];
  busy: boolean;
  /** How many edits wait for the connection; 0 while it stands. */
  waiting: number;
  /** What was refused and not looked at again yet. */
  refused: Refused | null;
}

/** What happened, for whoever tells the person. */
export type PlanNews =
  | { kind: "refused" | "lost"; fault: Fault }
  | { kind: "undone" | "redone"; name: EditName }
  | { kind: "rewound" }
  /** There was nothing to undo or to do again. */
  | { kind: "nothing"; step: "undo" | "redo" }
  /** Somebody else was quicker at so many places: both values are kept, to be chosen from. */
  | { kind: "contested"; places: number }
  /** Another window of the same person changed the plan: what it did is shown, and nothing was done. */
  | { kind: "overtaken" };

interface Pending extends Draft {
  /** It has been sent, and may have arrived. */
  tried: boolean;
  /** Another page made it, or this one before it was loaded again. */
  found: boolean;
  refused: boolean;
}

/** The base was not what it must be. */
const stale = (fault: Fault) => fault.status === 409 && fault.code === "plan.stale";

/** The line was down, or whatever stands on it; the backend itself has not refused. */
function unheard({ status, code }: Fault): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || (status >= 500 && code.startsWith("http."));
}

/** Milliseconds before each next try; the last one goes on. */
const patience = [500, 2000, 5000, 15_000, 30_000];

/** When a try is due: given by tests, which wait for nothing. */
export type Clock = (then: () => void, ms: number) => () => void;

const wait: Clock = (then, ms) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

/**
 * Keeps the open plan: edits show at once and are sent one after another. What others do
 * meanwhile comes under them, so that they are always shown on the newest plan; the backend
 * decides field by field what goes through.
 *
 * An edit stays in the outbox until it is acknowledged: without a connection, and over a
 * reload, nothing is lost. Its op makes sending it twice the same as once.
 */
export class PlanStore {
  #backend: PlanBackend;
  #outbox: Outbox;
  #clock: Clock;
  #kept: PlanState;
  #pending: Pending[] = [];
  #refused: Refused | null;
  #down = false;
  #tries = 0;
  #stopWaiting: () => void = () => undefined;
  #work: Promise<unknown> = Promise.resolve();
  #jobs = 0;
  #listeners = new Set<() => void>();
  #news: (news: PlanNews) => void;
  #snapshot: PlanSnapshot;

  constructor(state: PlanState, backend: PlanBackend, news: (news: PlanNews) => void, outbox: Outbox, clock: Clock = wait) {
    this.#kept = state;
    this.#backend = backend;
    this.#news = news;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#refused = outbox.refused();
    this.#pending = outbox.drafts().map((draft) => ({ ...draft, tried: true, found: true, refused: false }));
    this.#snapshot = this.#look();
    if (this.#pending.length > 0) void this.#queue(() => this.#drain());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): PlanSnapshot => this.#snapshot;

  /** True when kept, or when it waits in safety for the connection. False when refused; then it is in `refused`. */
  async edit(name: EditName, patch: Patch, settles: string[] = []): Promise<boolean> {
    const draft: Draft = { op: freshOp(), base: this.#kept.revision, seen: this.#pending.map((p) => p.op), name, patch, settles };
    const pending: Pending = { ...draft, tried: false, found: false, refused: false };
    this.#outbox.put(draft);
    this.#pending.push(pending);
    const sent = this.#queue(() => this.#drain());
    if (!this.#down) await sent;
    return !pending.refused;
  }

  undo(): Promise<void> {
    return this.#step("undone", () => this.#kept.undo, (on) => this.#backend.undo(this.#kept.id, on));
  }

  redo(): Promise<void> {
    return this.#step("redone", () => this.#kept.redo, (on) => this.#backend.redo(this.#kept.id, on));
  }

  /** Makes the plan again what it was at a revision or at the end of a day: one more change, which undo takes back. */
  rewind(to: Moment): Promise<void> {
    return this.#queue(async () => {
      await this.#drain();
      await this.#move(
        (on) => this.#backend.rewind(this.#kept.id, on, to),
        () => ({ kind: "rewound" }),
      );
    });
  }

  /** Lets go of what was refused. */
  dismiss(): void {
    this.#setRefused(null);
    this.#tell();
  }

  /**
   * Takes over what another window did to the plan, when this revision is news. An edit
   * of our own that is on its way is none, so it is waited for. Never rejects.
   */
  async heard(revision: number): Promise<void> {
    this.wake();
    await this.#work;
    if (revision > this.#kept.revision) await this.#queue(() => this.#takeOver());
  }

  /** Resolves when nothing that was done is on its way any more: all is kept or refused, or waits for the connection. */
  async settled(): Promise<void> {
    while (this.#jobs > 0 && !this.#down) await this.#work;
  }

  /** The connection may stand again: what waits is tried now. */
  wake(): void {
    if (!this.#down) return;
    this.#tries = 0;
    this.#stopWaiting();
    void this.#queue(() => this.#drain());
  }

  /** Ends what would still be tried. What waits stays in the outbox. */
  close(): void {
    this.#stopWaiting();
  }

  async #step(kind: "undone" | "redone", what: () => EditName | null, act: (on: Stamp) => Promise<PlanState>): Promise<void> {
    await this.#queue(async () => {
      await this.#drain();
      if (kind === "undone" && this.#withdraw()) return;
      const name = what(); // only now: an edit that was on its way is kept by now
      if (name) await this.#move(act, () => ({ kind, name }));
      else this.#news({ kind: "nothing", step: kind === "undone" ? "undo" : "redo" });
    });
  }

  /** Takes back the newest edit that waits for the connection. False when none does. */
  #withdraw(): boolean {
    const last = this.#pending.findLast((p) => !p.undone);
    if (!last) return false;
    if (last.tried) {
      last.undone = true;
      this.#outbox.put(draftOf(last));
    } else this.#forget(last);
    this.#news({ kind: "undone", name: last.name });
    return true;
  }

  // What is undone or gone back from must have been seen: after a change of another
  // window it is not tried again.
  async #move(act: (on: Stamp) => Promise<PlanState>, done: () => PlanNews): Promise<void> {
    const op = freshOp();
    try {
      this.#take(await act({ base: this.#kept.revision, op }), op);
      this.#setRefused(null);
      this.#news(done());
    } catch (thrown) {
      const fault = Fault.of(thrown);
      if (fault.status === 409) await this.#takeOver();
      this.#news(stale(fault) ? { kind: "overtaken" } : { kind: "lost", fault });
    }
  }

  /** Sends what waits, oldest first, until the line is down. */
  async #drain(): Promise<void> {
    for (let next = this.#pending[0]; next; next = this.#pending[0]) {
      if (next.found && !this.#outbox.has(next.op)) this.#forget(next); // another page has seen to it
      else if (!(await this.#send(next))) return;
    }
  }

  /** False when the line is down. */
  async #send(next: Pending): Promise<boolean> {
    next.tried = true;
    try {
      const { base, seen, op } = next;
      const answer = await this.#backend.edit(this.#kept.id, { base, seen, op }, next.name, next.patch, next.settles);
      this.#up();
      this.#forget(next);
      this.#take(answer, op);
      if (next.undone) await this.#move((on) => this.#backend.undo(this.#kept.id, on), () => ({ kind: "undone", name: next.name }));
    } catch (thrown) {
      const fault = Fault.of(thrown);
      if (unheard(fault)) {
        this.#wait();
        return false;
      }
      this.#up();
      this.#forget(next);
      if (!next.undone) this.#refuse(next, fault);
      next.refused = true;
    }
    this.#tell();
    return true;
  }

  #up(): void {
    this.#down = false;
    this.#tries = 0;
  }

  #wait(): void {
    this.#down = true;
    this.#stopWaiting();
    this.#stopWaiting = this.#clock(() => void this.#queue(() => this.#drain()), patience[Math.min(this.#tries, patience.length - 1)] ?? 30_000);
    this.#tries++;
  }

  #forget(gone: Pending): void {
    this.#pending = this.#pending.filter((p) => p !== gone);
    this.#outbox.drop(gone.op);
  }

  /** Answers may come late: only a newer one counts. */
  #take(state: PlanState, op?: string): void {
    const known = new Set(this.#kept.conflicts.map((c) => c.id));
    const places = op === undefined ? 0 : state.conflicts.filter((c) => c.op === op && !known.has(c.id)).length;
    if (state.revision >= this.#kept.revision) this.#kept = state;
    if (places > 0) this.#news({ kind: "contested", places });
  }

  /** Reads the newest plan. What cannot be read now is asked for again by whatever is done next. */
  async #takeOver(): Promise<void> {
    try {
      this.#take(await this.#backend.get(this.#kept.id));
    } catch {
      // the next answer says why
    }
  }

  #refuse({ name, patch }: Draft, fault: Fault): void {
    const whole = this.#refused ? combine(this.#refused.patch, patch) : patch;
    this.#setRefused({ name, patch: whole, problems: fault.problems });
    this.#news({ kind: fault.problems.length > 0 ? "refused" : "lost", fault });
  }

  #setRefused(refused: Refused | null): void {
    this.#refused = refused;
    this.#outbox.refuse(refused);
  }

  /** A patch of what is shown as one of what the backend has kept: with the edits that are still on their way. */
  onKept(patch: Patch): Patch {
    return this.#pending.filter((p) => !p.undone).reduceRight((later, p) => combine(p.patch, later), patch);
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
    const shown = this.#pending.filter((p) => !p.undone);
    const plan = shown.reduce((p, { patch }) => editedPlan(p, patch), this.#kept.plan);
    return {
      state: { ...this.#kept, plan, undo: shown.at(-1)?.name ?? this.#kept.undo },
      revision: this.#kept.revision,
      problems: [...(this.#refused?.problems ?? []), ...this.#kept.problems],
      busy: this.#jobs > 0 && !this.#down,
      waiting: this.#down ? this.#pending.length : 0,
      refused: this.#refused,
    };
  }

  #tell(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }
}

function draftOf({ op, base, seen, name, patch, settles, undone }: Pending): Draft {
  return { op, base, seen, name, patch, settles, ...(undone ? { undone } : {}) };
}
