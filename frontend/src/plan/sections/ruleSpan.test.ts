import { expect, it } from "vitest";
import { sample } from "../sample";
import { readMonth } from "../when";
import { byYear, firstMonths } from "./ruleSpan";

const plan = { ...sample(), start: "2026-01" };

it("begins where it says", () => {
  expect(firstMonths(plan, { at: "month", month: "2030-07" }, 600, 240)).toEqual({ from: 54, until: 294, year: 2030 });
});
it("begins when the last person stops working, where it says nothing", () => {
  const retired = firstMonths({ ...plan, people: { a: { birth: "1990-01", work: { stop: { at: "month", month: "2040-01" } } }, b: { birth: "1990-01", work: { stop: { at: "month", month: "2044-01" } } } } }, undefined, 600, 240);
  expect(retired).toEqual({ from: (readMonth("2044-01") ?? 0) - (readMonth("2026-01") ?? 0), until: 456, year: 2044 });
});
it("stays within the plan", () => {
  expect(firstMonths(plan, { at: "month", month: "2020-01" }, 100, 240)).toEqual({ from: 0, until: 100, year: 2026 });
});
it("spreads what is paid once a year over it", () => {
  const months = Float32Array.from({ length: 30 }, (_, i) => (i === 5 ? 1300 : 100));
  expect([...byYear(months)]).toEqual([200, 100]);
});
