import { expect, test } from "vitest";
import { applyPatch, collides } from "./patch";

// The cases of RFC 7396, appendix A, for objects.
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: "foo" }, { a: { bar: { baz: null } } }, { a: { bar: {} } }],
])("%j with %j", (target, patch, want) => expect(applyPatch(target, patch)).toEqual(want));

test("the target is left as it was", () => {
  const target = { a: { b: 1 } };
  applyPatch(target, { a: { b: 2 } });
  expect(target).toEqual({ a: { b: 1 } });
});

test.each([
  ["another field", { a: 2 }, { a: 1, b: 1 }, { a: 1, b: 9 }, false],
  ["the same field", { a: 2 }, { a: 1 }, { a: 9 }, true],
  ["the same field, to the same value", { a: 2 }, { a: 1 }, { a: 2 }, false],
  ["another field of the same record", { r: { a: 2 } }, { r: { a: 1, b: 1 } }, { r: { a: 1, b: 9 } }, false],
  ["the same field of the same record", { r: { a: 2 } }, { r: { a: 1 } }, { r: { a: 9 } }, true],
  ["a record that is gone", { r: { a: 2 } }, { r: { a: 1 } }, {}, true],
  ["a record that both took away", { r: null }, { r: { a: 1 } }, {}, false],
  ["taking away what was changed", { r: null }, { r: { a: 1 } }, { r: { a: 9 } }, true],
  ["a new record beside another new one", { rs: { x: { a: 1 } } }, { rs: {} }, { rs: { y: { a: 1 } } }, false],
  ["the first record of its kind, twice", { rs: { x: { a: 1 } } }, {}, { rs: { y: { a: 1 } } }, false],
  ["a list that was changed", { l: [1, 2] }, { l: [1] }, { l: [1, 3] }, true],
  ["a list that was not", { l: [1, 2] }, { l: [{ x: 1 }] }, { l: [{ x: 1 }] }, false],
  ["nothing", {}, { a: 1 }, { a: 2 }, false],
])("touching %s", (_, patch, before, now, want) => expect(collides(patch, before, now)).toBe(want));
