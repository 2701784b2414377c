import { describe, expect, test } from "vitest";
import { Fault } from "../api/fault";
import { applyPatch } from "../api/patch";
import type { EditName, PlanState } from "../api/types";
import { PlanStore, type PlanBackend, type PlanNews } from "./planStore";

const name = (key: string): EditName => ({ key });
const first = { id: "p", revision: 1, updated: "", plan: { name: "A", notes: {} }, undo: null, redo: null, problems: [] } as unknown as PlanState;

/** A backend that keeps one plan as the real one does. */
class Memory implements PlanBackend {
  kept = first;
  refuse: Fault | null = null;
  /** How often the plan was read. */
  read = 0;
  get = () => {
    this.read++;
    return this.refuse ? Promise.reject(this.refuse) : Promise.resolve(this.kept);
  };
  edit = (_: string, base: number, edit: EditName, patch: { [key: string]: unknown }) => {
    if (this.refuse) return Promise.reject(this.refuse);
    if (base !== this.kept.revision) return Promise.reject(new Fault(409, "plan.stale", "Somebody was quicker"));
    this.kept = { ...this.kept, revision: base + 1, plan: applyPatch(this.kept.plan, patch), undo: edit };
    return Promise.resolve(this.kept);
  };
  /** What another window does. */
  elsewhere(patch: { [key: string]: unknown }) {
    this.kept = { ...this.kept, revision: this.kept.revision + 1, plan: applyPatch(this.kept.plan, patch), undo: name("theirs") };
  }
  undo = (_: string, base: number) => {
    if (base !== this.kept.revision) return Promise.reject(new Fault(409, "plan.stale", "Somebody was quicker"));
    this.kept = { ...first, revision: base + 1, redo: this.kept.undo };
    return Promise.resolve(this.kept);
  };
  rewind = (_: string, base: number) => {
    this.kept = { ...first, revision: base + 1, undo: name("edit.rewind") };
    return Promise.resolve(this.kept);
  };
  redo = () => Promise.reject(new Fault(409, "plan.nothingToRedo", "Nothing to do again"));
}

function open() {
  const backend = new Memory();
  const news: PlanNews[] = [];
  return { backend, news, store: new PlanStore(first, backend, (n) => news.push(n)) };
}

describe("edits", () => {
  test("show before the backend has answered", async () => {
    const { store } = open();
    const kept = store.edit(name("edit.name"), { name: "B" });
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "B" } }, revision: 1, busy: true });
    expect(await kept).toBe(true);
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "B" } }, revision: 2, busy: false });
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
    expect([backend.read, news]).toEqual([1, []]);
  });
  test("overwrite nothing that another window did: the newest plan is shown, and it is said", async () => {
    const { store, backend, news } = open();
    backend.elsewhere({ name: "Theirs" });
    expect(await store.edit(name("a"), { name: "Mine" })).toBe(false);
    expect(store.snapshot()).toMatchObject({ revision: 2, state: { plan: { name: "Theirs" } }, busy: false });
    expect(news).toEqual([{ kind: "overtaken", what: "edit" }]);
    expect(await store.edit(name("a"), { name: "Mine" })).toBe(true); // having seen it, they mean it
    expect(backend.kept).toMatchObject({ revision: 3, plan: { name: "Mine" } });
  });
  test("that wait behind one that was overtaken are held to the same", async () => {
    const { store, backend } = open();
    backend.elsewhere({ name: "Theirs" });
    const kept = await Promise.all([store.edit(name("a"), { notes: { x: "1" } }), store.edit(name("b"), { name: "Mine" })]);
    expect(kept).toEqual([true, false]);
    expect(backend.kept.plan).toMatchObject({ name: "Theirs", notes: { x: "1" } });
  });
  test("that are refused take themselves back and say why", async () => {
    const { store, backend, news } = open();
    const problem = { pointer: "/name", code: "text.empty", severity: "error" as const, text: { en: "Empty", ko: "비었습니다" } };
    backend.refuse = new Fault(422, "plan.invalid", "Not kept", "", [problem]);
    expect(await store.edit(name("a"), { name: "" })).toBe(false);
    expect(store.snapshot()).toMatchObject({ state: { plan: { name: "A" } }, problems: [problem], busy: false });
    expect(news).toMatchObject([{ kind: "refused" }]);
  });
  test("that are lost on the way say so", async () => {
    const { store, backend, news } = open();
    backend.refuse = new Fault(0, "unreachable", "No answer");
    expect(await store.edit(name("a"), { name: "B" })).toBe(false);
    expect(news).toMatchObject([{ kind: "lost" }]);
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
    backend.refuse = new Fault(0, "unreachable", "No answer");
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
    expect(news).toEqual([{ kind: "overtaken", what: "step" }]);
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
