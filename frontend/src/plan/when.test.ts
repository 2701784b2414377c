import { describe, expect, it } from "vitest";
import { monthAt } from "../format/time";
import type { Span, TimeRef } from "../api/types";
import { sample } from "./sample";
import { as, endedBy, endingOf, endMonth, goalWhen, grownBy, milestonesOutside, readMonth, resolve, shifted, stretch } from "./when";

const month = (text: string) => readMonth(text) ?? Number.NaN;

describe("months", () => {
  it.each(["2026-01", "2041-12", "1984-03"])("%s goes there and back", (text) => {
    expect(monthAt(month(text))).toBe(text);
  });
  it.each(["2026-13", "2026-00", "26-01", "", "2026-1"])("refuses %s", (text) => {
    expect(readMonth(text)).toBeNull();
  });
});

describe("resolve", () => {
  const plan = sample();
  const cases: [string, TimeRef, string | null][] = [
    ["now is the plan's start", { at: "now" }, "2026-01"],
    ["a month is itself", { at: "month", month: "2032-05" }, "2032-05"],
    ["an age counts from birth", { at: "age", person: "p2", years: 58, months: 6 }, "2045-01"],
    ["a milestone, with an offset", { at: "milestone", ref: "m1", offsetMonths: -2 }, "2041-01"],
    ["the end is the last horizon", { at: "end" }, "2083-07"],
    ["a missing person is nowhere", { at: "age", person: "px", years: 1 }, null],
    ["a missing milestone is nowhere", { at: "milestone", ref: "mx" }, null],
  ];
  it.each(cases)("%s", (_, ref, want) => {
    const got = resolve(plan, ref);
    expect(got === null ? null : monthAt(got)).toBe(want);
  });
  it("gives up on circles and triggers", () => {
    const round = sample();
    round.milestones = {
      x: { when: { at: "milestone", ref: "y" } },
      y: { when: { at: "milestone", ref: "x" } },
      t: { when: { trigger: { metric: "liquid", op: ">=", value: "1" } } },
    };
    expect(resolve(round, { at: "milestone", ref: "x" })).toBeNull();
    expect(resolve(round, { at: "milestone", ref: "t" })).toBeNull();
    expect(milestonesOutside(round, "x")).toEqual(["t"]);
  });
});

describe("shifted keeps the kind of reference", () => {
  const plan = sample();
  const cases: [TimeRef, number, TimeRef][] = [
    [{ at: "age", person: "p1", years: 57 }, 1, { at: "age", person: "p1", years: 57, months: 1 }],
    [{ at: "age", person: "p1", years: 57, months: 1 }, -1, { at: "age", person: "p1", years: 57 }],
    [{ at: "month", month: "2037-03" }, -12, { at: "month", month: "2036-03" }],
    [{ at: "milestone", ref: "m1" }, 3, { at: "milestone", ref: "m1", offsetMonths: 3 }],
    [{ at: "milestone", ref: "m1", offsetMonths: -3 }, 3, { at: "milestone", ref: "m1" }],
    [{ at: "now" }, 12, { at: "month", month: "2027-01" }],
  ];
  it.each(cases)("%j by %i", (ref, by, want) => {
    expect(shifted(plan, ref, by)).toEqual(want);
  });
});

describe("as another kind of reference", () => {
  const plan = sample();
  it.each(["month", "age", "milestone"] as const)("%s stands for the same month", (kind) => {
    const ref: TimeRef = { at: "milestone", ref: "m1" };
    expect(resolve(plan, as(plan, ref, kind))).toBe(resolve(plan, ref));
  });
  it("leaves a reference of that kind alone", () => {
    const ref: TimeRef = { at: "age", person: "p2", years: 3 };
    expect(as(plan, ref, "age")).toBe(ref);
  });
});

describe("spans", () => {
  const plan = sample();
  const spans: Span[] = [
    { start: { at: "now" } },
    { start: { at: "now" }, end: { at: "month", month: "2030-01" } },
    { start: { at: "milestone", ref: "m2" }, months: 48 },
    { end: { at: "milestone", ref: "m1" }, months: 24 },
  ];
  it.each([
    [0, "2026-01", "2083-07"],
    [1, "2026-01", "2030-01"],
    [2, "2037-03", "2041-03"],
    [3, "2039-03", "2041-03"],
  ] as const)("number %i runs from %s until %s", (i, from, to) => {
    expect(stretch(plan, spans[i])).toEqual({ from: month(from), to: month(to) });
  });
  it.each(spans)("%j keeps its stretch, however it ends", (span) => {
    for (const ending of ["end", "months", "backwards"] as const) {
      const next = endedBy(plan, span, ending);
      expect(endingOf(next)).toBe(ending);
      expect(stretch(plan, next)).toEqual(stretch(plan, span));
    }
    expect(endingOf(endedBy(plan, span, "horizon"))).toBe("horizon");
  });
});

describe("goals", () => {
  it("turn from a moment to a span and back", () => {
    const moment: TimeRef = { at: "month", month: "2037-03" };
    const span = goalWhen(moment, "span");
    expect(span).toEqual({ start: moment, months: 12 });
    expect(goalWhen(span, "moment")).toEqual(moment);
    expect(goalWhen(span, "span")).toBe(span);
  });
});

describe("growth", () => {
  it("keeps what the new kind reads and what no kind reads", () => {
    const cap = { amt: "1" };
    expect(grownBy({ kind: "rate", rate: 0.02, cap }, "flat", "health")).toEqual({ kind: "flat", cap });
    expect(grownBy({ kind: "inflation", cap }, "index", "health")).toEqual({ kind: "index", index: "health", cap });
    expect(grownBy(undefined, "inflationPlus", undefined)).toEqual({ kind: "inflationPlus", rate: 0.01 });
  });
});

it("a dependant's horizon does not lengthen the plan", () => {
  const plan = sample();
  plan.people["c1"] = { name: "하준", birth: "2018-05", horizon: { age: 95 }, dependant: true };
  expect(endMonth(plan)).toBe(month("2083-07"));
});
