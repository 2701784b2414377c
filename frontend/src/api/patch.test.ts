import { expect, test } from "vitest";
import { applyPatch } from "./patch";

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
