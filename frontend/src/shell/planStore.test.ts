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
  get = () => Promise.resolve(this.kept);
  edit = (_: string, base: number, edit: EditName, patch: { [key: string]: unknown }) => {
    if (this.refuse) return Promise.reject(this.refuse);
    if (base !== this.kept.revision) return Promise.reject(new Fault(409, "plan.conflict", "Somebody was quicker"));
    this.kept = { ...this.kept, revision: base + 1, plan: applyPatch(this.kept.plan, patch), undo: edit };
    return Promise.resolve(this.kept);
  };
  undo = (_: string, base: number) => {
    this.kept = { ...first, revision: base + 1, redo: this.kept.undo };
    return Promise.resolve(this.kept);
  };
  rewind = (_: string, base: number) => {
    this.kept = { ...first, revision: base + 1, undo: name("edit.rewind") };
    return Promise.resolve(this.kept);
  };
  redo = () => Promise.reject(new Fault(409, "plan.nothing", "Nothing to do again"));
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
  test("go on top of what another window did", async () => {
    const { store, backend } = open();
    backend.kept = { ...backend.kept, revision: 7, plan: { ...backend.kept.plan, name: "Theirs" } };
    expect(await store.edit(name("a"), { notes: { x: "1" } })).toBe(true);
    expect(store.snapshot().state).toMatchObject({ revision: 8, plan: { name: "Theirs", notes: { x: "1" } } });
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

test("with nothing to undo, nothing is asked", async () => {
  const { store, news } = open();
  await store.undo();
  expect(news).toEqual([]);
});
