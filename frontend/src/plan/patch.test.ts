import { describe, expect, it } from "vitest";
import { applyPatch, combine } from "../api/patch";
import { difference, fromPointer, patchAt, toPointer, within, type Patch } from "./patch";

describe("merge follows RFC 7396", () => {
  const cases: [string, unknown, unknown, unknown][] = [
    ["sets a member", { a: "b" }, { a: "c" }, { a: "c" }],
    ["adds a member", { a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    ["removes a member", { a: "b", b: "c" }, { a: null }, { b: "c" }],
    ["replaces arrays whole", { a: ["b"] }, { a: ["c", "d"] }, { a: ["c", "d"] }],
    ["goes into objects", { a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    ["makes missing parents", {}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  it.each(cases)("%s", (_, target, patch, want) => {
    expect(applyPatch(target, patch as Patch)).toEqual(want);
  });
});

describe("difference", () => {
  const before = { name: "x", span: { start: { at: "now" }, end: { at: "end" } }, steps: [1, 2], odd: { kept: true } };
  it("is undefined when nothing changed", () => {
    expect(difference(before, structuredClone(before))).toBeUndefined();
  });
  it("names only what changed, and removes what went", () => {
    const after = { ...before, span: { start: { at: "now" }, months: 12 } };
    expect(difference(before, after)).toEqual({ span: { end: null, months: 12 } });
  });
  it("turns before into after", () => {
    const after = { name: "y", span: { end: { at: "end" }, months: 3 }, steps: [2], odd: { kept: true, more: [{ a: 1 }] } };
    expect(applyPatch(before, difference(before, after) as Patch)).toEqual(after);
  });
  it("treats undefined as absent", () => {
    expect(difference({ a: 1 }, { a: undefined })).toEqual({ a: null });
    expect(difference({}, { a: { b: undefined, c: 1 } })).toEqual({ a: { c: 1 } });
    expect(difference({}, { a: undefined })).toBeUndefined();
  });
});

describe("combine", () => {
  it("does what two patches do, one after the other", () => {
    const doc = { a: { b: 1, c: 2 }, d: [1] };
    const first = { a: { b: null, e: 5 }, d: [2] };
    const second = { a: { b: 7, e: null }, f: 1 };
    expect(applyPatch(doc, combine(first, second))).toEqual(applyPatch(applyPatch(doc, first), second));
  });
});

describe("pointers", () => {
  it("go there and back", () => {
    const path = ["sources", "/accounts/a~1", "kind"];
    expect(toPointer(path)).toBe("/sources/~1accounts~1a~01/kind");
    expect(fromPointer(toPointer(path))).toEqual(path);
    expect(fromPointer("")).toEqual([]);
  });
  it("know what lies inside what", () => {
    expect(within("/income/i1/amount", "/income/i1")).toBe(true);
    expect(within("/income/i10", "/income/i1")).toBe(false);
  });
  it("make patches", () => {
    expect(patchAt(["income", "i1", "name"], "Salary")).toEqual({ income: { i1: { name: "Salary" } } });
    expect(patchAt(["legacy"], undefined)).toEqual({ legacy: null });
  });
});
