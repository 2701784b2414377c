import { describe, expect, test } from "vitest";
import { Fault } from "../api/fault";
import { applyPatch } from "../api/patch";
import type { Patch, Stamp } from "../api/plans";
import type { Conflict, EditName, PlanState } from "../api/types";
import { outboxOf } from "./outbox";
import { PlanStore, type PlanBackend, type PlanNews } from "./planStore";

const name = (key: string): EditName => ({ key });
const first = { id: "p", revision: 1, updated: "", plan: { name: "A", notes: {} }, undo: null, redo: null, problems: [], conflicts: [] } as unknown as PlanState;

/** Every field that a patch sets, by its path. */
function fields(patch: Patch, path = ""): [string, unknown][] {
  return Object.entries(patch).flatMap(([key, value]) => (typeof value === "object" && value !== null ? fields(value as Patch, `${path}/${key}`) : [[`${path}/${key}`, value] as [string, unknown]]));
}

const patchOf = ([path, value]: [string, unknown]) => path.split("/").slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Patch;

const standing = (plan: unknown, path: string) => path.split("/").slice(1).reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], plan) ?? null;

/** A backend that keeps one plan by the rule of the real one: field by field, and each change once. */
class Memory implements PlanBackend {
  kept = first;
  refuse: Fault | null = null;
  /** How often the plan was read. */
  read = 0;
  /** What was changed, and by which change. */
  log: { revision: number; op: string; path: string; value: unknown }[] = [];
  made = new Set<string>();
  before: PlanState[] = [];
  get = () => {
    this.read++;
    return this.refuse ? Promise.reject(this.refuse) : Promise.resolve(this.kept);
  };
  edit = (_: string, on: Stamp, edit: EditName, patch: Patch, settles: string[]) => {
    if (this.refuse) return Promise.reject(this.refuse);
    if (!this.made.has(on.op)) this.#make(on, edit, patch, settles);
    return Promise.resolve(this.kept);
  };
  #make({ base, seen = [], op }: Stamp, edit: EditName, patch: Patch, settles: string[]) {
    this.made.add(op);
    const revision = this.kept.revision + 1;
    let conflicts = this.kept.conflicts.filter((c) => !settles.includes(c.id));
    let plan = this.kept.plan;
    for (const [path, value] of fields(patch)) {
      if (standing(plan, path) === value) continue;
      const over = this.log.some((l) => l.revision > base && !seen.includes(l.op) && l.path === path);
      if (over) conflicts = [...conflicts, { id: `${op}${path}`, op, path, value } as unknown as Conflict];
      else {
        plan = applyPatch(plan, patchOf([path, value]));
        this.log.push({ revision, op, path, value });
      }
    }
    this.before.push(this.kept);
    this.kept = { ...this.kept, revision, plan, conflicts, undo: edit, redo: null };
  }
  /** What another window does. */
  elsewhere(patch: Patch) {
    this.#make({ base: this.kept.revision, op: `theirs-${this.kept.revision}` }, name("theirs"), patch, []);
  }
  undo = (_: string, { base }: Stamp) => {
    if (this.refuse) return Promise.reject(this.refuse);
    if (base !== this.kept.revision) return Promise.reject(new Fault(409, "plan.stale", "Somebody was quicker"));
    this.kept = { ...(this.before.pop() ?? first), revision: base + 1, redo: this.kept.undo };
    return Promise.resolve(this.kept);
  };
  rewind = (_: string, { base }: Stamp) => {
    this.kept = { ...first, revision: base + 1, undo: name("edit.rewind") };
    return Promise.resolve(this.kept);
  };
  redo = () => Promise.reject(new Fault(409, "plan.nothingToRedo", "Nothing to do again"));
}

/** A browser's store that lives as long as a test. */
function memoryStorage(): Storage {
  const kept: Record<string, string> = {};
  const acts = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
    removeItem: (key: string) => void delete kept[key],
  };
  return new Proxy(kept, { get: (target, key: string) => acts[key as keyof typeof acts] ?? target[key] }) as unknown as Storage;
}

function open(backend: PlanBackend & { kept: PlanState } = new Memory(), storage = memoryStorage()) {
  const news: PlanNews[] = [];
  const due: (() => void)[] = [];
  const clock = (then: () => void) => {
    due.push(then);
    return () => void due.splice(0, due.length, ...due.filter((d) => d !== then));
  };
  const store = new PlanStore(backend.kept, backend, (n) => news.push(n), outboxOf("owner", "p", storage), clock);
  return { backend: backend as Memory, news, storage, due, store };
}

const unreachable = new Fault(0, "unreachable", "No answer");

describe("edits", () => {
  test("show before the backend has answered", async () => {
    const { store } = open();
    const kept = store.edit(name("edit.name"), { name: "B" });
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "B" } }, revision: 1, busy: true });
    expect(await kept).toBe(true);
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "B" } }, revision: 2, busy: false });
  });
  test("are kept by the time that they are settled, those that came meanwhile included", async () => {
    const { store, backend } = open();
    void store.edit(name("a"), { name: "B" });
    const settled = store.settled();
    void store.edit(name("b"), { name: "C" });
    await settled;
    expect(backend.kept).toMatchObject({ revision: 3, plan: { name: "C" } });
  });
  test("that wait for the connection are settled as far as they can be", async () => {
    const { store, backend } = open();
    backend.refuse = unreachable;
    void store.edit(name("a"), { name: "B" });
    await store.settled();
    expect(store.snapshot()).toMatchObject({ waiting: 1, state: { plan: { name: "B" } } });
  });
  test("are sent one after another, each on what came before", async () => {
    const { store, backend } = open();
    await Promise.all([store.edit(name("a"), { name: "B" }), store.edit(name("b"), { notes: { x: "1" } })]);
    expect(backend.kept).toMatchObject({ revision: 3, plan: { name: "B", notes: { x: "1" } } });
  });
  test("go on top of what another window did elsewhere in the plan", async () => {
    const { store, backend, news } = open();
    backend.elsewhere({ name: "Theirs" });
    expect(await store.edit(name("a"), { notes: { x: "1" } })).toBe(true);
    expect(store.snapshot().state).toMatchObject({ revision: 3, plan: { name: "Theirs", notes: { x: "1" } } });
    expect([backend.read, news]).toEqual([0, []]);
  });
  test("overwrite nothing that another window did: both values are kept, and it is said", async () => {
    const { store, backend, news } = open();
    backend.elsewhere({ name: "Theirs" });
    expect(await store.edit(name("a"), { name: "Mine", notes: { x: "1" } })).toBe(true);
    expect(store.snapshot()).toMatchObject({ revision: 3, state: { plan: { name: "Theirs", notes: { x: "1" } }, conflicts: [{ path: "/name", value: "Mine" }] }, busy: false });
    expect(news).toEqual([{ kind: "contested", places: 1 }]);
    const [conflict] = store.snapshot().state.conflicts;
    expect(await store.edit(name("b"), { name: "Mine" }, [conflict?.id ?? ""])).toBe(true); // having seen it, they mean it
    expect(backend.kept).toMatchObject({ revision: 4, plan: { name: "Mine" }, conflicts: [] });
  });
  test("that wait behind others have seen them", async () => {
    const { store, backend } = open();
    backend.elsewhere({ notes: { y: "theirs" } });
    await Promise.all([store.edit(name("a"), { name: "B" }), store.edit(name("b"), { name: "C", notes: { y: "mine" } })]);
    expect(backend.kept).toMatchObject({ plan: { name: "C", notes: { y: "theirs" } }, conflicts: [{ path: "/notes/y", value: "mine" }] });
  });
  test("that are refused take themselves back and say why", async () => {
    const { store, backend, news } = open();
    const problem = { pointer: "/name", code: "text.empty", severity: "error" as const, text: { en: "Empty", ko: "비었습니다" } };
    backend.refuse = new Fault(422, "plan.invalid", "Not kept", "", [problem]);
    expect(await store.edit(name("a"), { name: "" })).toBe(false);
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "A" } }, problems: [problem], busy: false, refused: { patch: { name: "" }, problems: [problem] } });
    expect(news).toMatchObject([{ kind: "refused" }]);
  });
  test("that the host cannot keep now are kept here, and it is said", async () => {
    const { store, backend, news, storage } = open();
    backend.refuse = new Fault(503, "store.full", "The disk is full");
    expect(await store.edit(name("a"), { name: "B" })).toBe(false);
    expect(news).toMatchObject([{ kind: "lost" }]);
    expect(open(backend, storage).store.snapshot().refused).toMatchObject({ patch: { name: "B" } });
    store.dismiss();
    expect(open(backend, storage).store.snapshot().refused).toBeNull();
  });
});

describe("without a connection", () => {
  test("edits wait, show, and go out in their order when the line stands again", async () => {
    const { store, backend, storage, due } = open();
    backend.refuse = unreachable;
    expect(await store.edit(name("a"), { name: "B" })).toBe(true);
    expect(await store.edit(name("b"), { notes: { x: "1" } })).toBe(true);
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "B", notes: { x: "1" } }, undo: { key: "b" } }, revision: 1, busy: false, waiting: 2 });
    backend.refuse = null;
    backend.elsewhere({ notes: { y: "theirs" } });
    due[0]?.();
    await expect.poll(() => store.snapshot().waiting).toBe(0);
    expect(backend.kept).toMatchObject({ revision: 4, plan: { name: "B", notes: { x: "1", y: "theirs" } } });
    expect(Object.keys(storage).filter((key) => key.startsWith("meridian.edit."))).toEqual([]);
  });
  test("a reload loses nothing", async () => {
    const one = open();
    one.backend.refuse = unreachable;
    await one.store.edit(name("a"), { name: "B" });
    await one.store.edit(name("b"), { name: "C" });
    one.store.close();
    one.backend.refuse = null;
    const two = open(one.backend, one.storage);
    expect(two.store.snapshot().state.plan.name).toBe("C");
    await expect.poll(() => two.store.snapshot().busy).toBe(false);
    expect(two.backend.kept).toMatchObject({ revision: 3, plan: { name: "C" }, conflicts: [] });
  });
  test("an answer that was lost makes no second change", async () => {
    const { store, backend, due } = open();
    const { edit } = backend;
    backend.edit = (...args) => edit(...args).then(() => Promise.reject(unreachable));
    await store.edit(name("a"), { name: "B" });
    backend.edit = edit;
    due[0]?.();
    await expect.poll(() => store.snapshot().waiting).toBe(0);
    expect(backend.kept).toMatchObject({ revision: 2, plan: { name: "B" } });
  });
  test("undo takes back what waits, whether or not it may have arrived", async () => {
    const { store, backend, news, due } = open();
    backend.refuse = unreachable;
    await store.edit(name("a"), { name: "B" });
    await store.edit(name("b"), { notes: { x: "1" } });
    await store.undo();
    expect(store.snapshot().state.plan).toMatchObject({ name: "B", notes: {} });
    await store.undo();
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "A" } }, waiting: 1 });
    expect(news).toEqual([{ kind: "undone", name: name("b") }, { kind: "undone", name: name("a") }]);
    backend.refuse = null;
    due[0]?.();
    await expect.poll(() => store.snapshot().waiting).toBe(0);
    await expect.poll(() => backend.kept.plan.name).toBe("A");
  });
});

describe("what another window did", () => {
  test("is taken over when it is heard of", async () => {
    const { store, backend } = open();
    backend.elsewhere({ name: "Theirs" });
    await store.heard(2);
    expect(store.snapshot()).toMatchObject({ revision: 2, state: { plan: { name: "Theirs" }, undo: { key: "theirs" } } });
  });
  test("is not looked for when it is one's own edit, even before that is answered", async () => {
    const { store, backend } = open();
    const kept = store.edit(name("a"), { name: "Mine" });
    await Promise.all([store.heard(2), kept]);
    await store.heard(2);
    expect(backend.read).toBe(0);
  });
  test("does not take away an edit that is on its way", async () => {
    const { store, backend } = open();
    backend.elsewhere({ name: "Theirs" });
    const heard = store.heard(2);
    const kept = store.edit(name("a"), { notes: { x: "1" } });
    expect(store.snapshot().state.plan).toMatchObject({ notes: { x: "1" } });
    await Promise.all([heard, kept]);
    expect(store.snapshot().state.plan).toMatchObject({ name: "Theirs", notes: { x: "1" } });
  });
  test("is taken over another time when it cannot be read now", async () => {
    const { store, backend } = open();
    backend.elsewhere({ name: "Theirs" });
    backend.refuse = unreachable;
    await store.heard(2);
    expect(store.snapshot().state.plan.name).toBe("A");
    backend.refuse = null;
    await store.heard(2);
    expect(store.snapshot().state.plan.name).toBe("Theirs");
  });
  test("is not undone unseen", async () => {
    const { store, backend, news } = open();
    await store.edit(name("a"), { notes: { x: "1" } });
    backend.elsewhere({ name: "Theirs" });
    await store.undo();
    expect(store.snapshot()).toMatchObject({ revision: 3, state: { plan: { name: "Theirs", notes: { x: "1" } } } });
    expect(news).toEqual([{ kind: "overtaken" }]);
  });
});

test("undo says what it undid", async () => {
  const { store, news } = open();
  await store.edit(name("edit.name"), { name: "B" });
  await store.undo();
  expect(store.snapshot().state.plan.name).toBe("A");
  expect(news).toEqual([{ kind: "undone", name: name("edit.name") }]);
});

test("going back is a change like any other", async () => {
  const { store, news } = open();
  await store.edit(name("edit.name"), { name: "B" });
  await store.rewind({ to: 1 });
  expect(store.snapshot()).toMatchObject({ revision: 3, state: { plan: { name: "A" }, undo: { key: "edit.rewind" } } });
  expect(news).toEqual([{ kind: "rewound" }]);
});

test("with nothing to undo, nothing is asked, and that is said", async () => {
  const { store, news } = open();
  await store.undo();
  expect(news).toEqual([{ kind: "nothing", step: "undo" }]);
  expect(store.snapshot().revision).toBe(1);
});

test("an edit that is still on its way can be undone", async () => {
  const { store } = open();
  const kept = store.edit(name("edit.name"), { name: "B" });
  await store.undo();
  expect(await kept).toBe(true);
  expect(store.snapshot().state.plan.name).toBe("A");
});

/** The same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let x = seed + 0x9e3779b9;
  return (sides) => {
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    x ^= x >>> 15;
    return (x >>> 0) % sides;
  };
}

/** A line that loses what is said, or the answer, and lets answers pass as the test rolls. */
class Line implements PlanBackend {
  down = false;
  constructor(
    private readonly host: Memory,
    private readonly roll: (sides: number) => number,
  ) {}
  get kept() {
    return this.host.kept;
  }
  async #carry(ask: () => Promise<PlanState>): Promise<PlanState> {
    for (let steps = this.roll(4); steps > 0; steps--) await Promise.resolve();
    if (this.down || this.roll(6) === 0) throw unreachable;
    const answer = await ask();
    for (let steps = this.roll(6); steps > 0; steps--) await Promise.resolve();
    if (this.down || this.roll(6) === 0) throw unreachable;
    return answer;
  }
  get = () => this.#carry(() => this.host.get());
  edit = (...args: Parameters<Memory["edit"]>) => this.#carry(() => this.host.edit(...args));
  undo = () => Promise.reject(unreachable);
  redo = () => Promise.reject(unreachable);
  rewind = () => Promise.reject(unreachable);
}

test("several windows over bad lines lose nothing and come to the same plan", async () => {
  let made = 0;
  for (let seed = 0; seed < 80; seed++) made += await together(seed);
  expect(made).toBeGreaterThan(2000);
}, 20_000);

async function together(seed: number): Promise<number> {
  const roll = dice(seed);
  const host = new Memory();
  const lines = [0, 1, 2].map(() => new Line(host, roll));
  const windows = lines.map((line) => open(line));
  const meant: [string, unknown][] = [];
  let stamp = 0;
  for (let move = 0; move < 55; move++) {
    const at = roll(3);
    const [line, window] = [lines[at], windows[at]];
    if (!line || !window) throw new Error("no such window");
    const what = roll(10);
    if (what < 5) {
      const field = (["/name", "/notes/a", "/notes/b", "/notes/c"] as const)[roll(4)] ?? "/name";
      const value = `${seed}-${++stamp}`;
      meant.push([field, value]);
      void window.store.edit(name("edit.k"), patchOf([field, value]));
    } else if (what === 5) line.down = !line.down;
    else if (what === 6) void window.store.heard(roll(host.kept.revision + 1)); // news come late, and in any order
    else if (what === 7) window.due.splice(0).forEach((then) => then());
    else if (what === 8) {
      window.store.close();
      line.down = true; // whatever was on its way finds nobody
      const next = new Line(host, roll);
      lines[at] = next;
      windows[at] = open(next, window.storage);
    } else for (let steps = roll(30); steps > 0; steps--) await Promise.resolve();
  }
  await settleDown(host, lines, windows);
  for (const { store } of windows) {
    expect(store.snapshot().state.plan).toEqual(host.kept.plan);
    expect(store.snapshot().state.conflicts).toEqual(host.kept.conflicts);
  }
  for (const [path, value] of meant) {
    const applied = host.log.filter((l) => l.path === path && l.value === value).length;
    const waits = host.kept.conflicts.filter((c) => c.path === path && (c.value as unknown) === value).length;
    expect([seed, path, value, applied + waits]).toEqual([seed, path, value, 1]);
  }
  return meant.length;
}

/** Every line stands again, and everything that waits is sent. */
async function settleDown(host: Memory, lines: Line[], windows: ReturnType<typeof open>[]): Promise<void> {
  for (const line of lines) line.down = false;
  const done = () => windows.every(({ store }) => store.snapshot().revision === host.kept.revision && store.snapshot().waiting === 0 && !store.snapshot().busy);
  for (let tries = 0; tries < 500 && !done(); tries++) {
    for (const { store, due } of windows) {
      due.splice(0).forEach((then) => then());
      await store.heard(host.kept.revision);
    }
  }
  expect(done()).toBe(true);
}

test("what is tried while an edit is on its way is tried on top of it", async () => {
  const backend = new Memory();
  const store = new PlanStore(first, backend, () => undefined, outboxOf("owner", "on-kept", memoryStorage()));
  const sent = store.edit(name("care"), { people: { a: { care: { chance: 10 } } } });
  const trial = { people: { a: { care: { years: 3 } } } };
  expect(store.onKept(trial)).toEqual({ people: { a: { care: { chance: 10, years: 3 } } } });
  await sent;
  expect(store.onKept(trial)).toEqual(trial);
});
