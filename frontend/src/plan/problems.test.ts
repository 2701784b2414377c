import { expect, it } from "vitest";
import type { Problem } from "../api/types";
import { ancestors, concern, problemsAt, problemsIn } from "./problems";

const at = (pointer: string): Problem => ({ pointer, code: "x", severity: "error", text: { en: "x", ko: "x" } });
const all = [at("/income/i1"), at("/income/i1/amount/amt"), at("/income/i10/span")];

it("a record has the problems inside it, a value its own", () => {
  expect(problemsIn(all, "/income/i1")).toEqual(all.slice(0, 2));
  expect(problemsAt(all, "/income/i1")).toEqual(all.slice(0, 1));
});

it("a problem looks for its control from the inside out", () => {
  expect(ancestors("/income/i1/amount")).toEqual(["/income/i1/amount", "/income/i1", "/income"]);
});

it("a member is concerned by what is wrong inside it and with what it is part of, not by its neighbours and no warnings", () => {
  const [whole, amount, span] = all as [Problem, Problem, Problem];
  expect(concern([amount], "/income/i1/amount/amt")).toBe(true);
  expect(concern([amount], "/income/i1/amount/cur")).toBe(false);
  expect(concern([whole], "/income/i1/amount/cur")).toBe(true);
  expect(concern([span], "/income/i1/span")).toBe(false);
  expect(concern([{ ...amount, severity: "warning" }], "/income/i1/amount/amt")).toBe(false);
});
