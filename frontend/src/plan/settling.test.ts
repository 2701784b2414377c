import { expect, test } from "vitest";
import { editedPlan } from "../api/patch";
import { settling, textsOf } from "./settling";
import { sample } from "./sample";

const conflict = (path: string, value?: unknown) => ({ path, value }) as Parameters<typeof settling>[1];

test.each([
  ["a field", "/name", "Ours"],
  ["a list", "/people", { p9: { name: "Kim" } }],
])("choosing the other value of %s puts it there", (_, path, value) => {
  const patch = settling(sample(), conflict(path, value));
  const after = editedPlan(sample() as never, patch) as unknown as Record<string, unknown>;
  expect(after[path.slice(1)]).toEqual(value);
});

test("choosing that something goes takes it away", () => {
  expect(settling(sample(), conflict("/notes/a~1b"))).toEqual({});
  expect(settling({ ...sample(), notes: { "a/b": "1" } }, conflict("/notes/a~1b"))).toEqual({ notes: { "a/b": null } });
});

test("choosing what stands already changes nothing", () => expect(settling(sample(), conflict("/name", sample().name))).toEqual({}));

test("what a scenario changes is chosen whole", () => {
  const patch = { notes: { a: null } };
  expect(settling(sample(), conflict("/scenarios/s1/patch", patch))).toEqual({ scenarios: { s1: { patch } } });
});

test("texts are shown as they were written, and nothing else is", () => {
  expect(textsOf(sample(), conflict("/name", "Ours"))).toEqual({ stands: sample().name, waits: "Ours" });
  expect(textsOf(sample(), conflict("/notes/x"))).toEqual({ stands: "", waits: "" });
  expect(textsOf(sample(), conflict("/currency", "KRW"))).toBeNull();
});
