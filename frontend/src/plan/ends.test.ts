import { describe, expect, it } from "vitest";
import { applyPatch } from "../api/patch";
import type { Plan } from "./document";
import { endPatch, freeSides, type Side } from "./ends";
import { picture, type Bar } from "./lanes";
import { sample } from "./sample";

const plan = sample();

function barOf(id: string, of: Plan = plan): Bar {
  const bar = picture(of)?.lanes.flatMap((lane) => lane.bars).find((one) => one.id === id);
  if (!bar) throw new Error(`no bar ${id}`);
  return bar;
}

function after(id: string, side: Side, months: number): Plan {
  return applyPatch(plan, endPatch(plan, barOf(id), side, months)) as Plan;
}

describe("endPatch", () => {
  it("keeps an end on its milestone, some months after it", () => {
    expect(after("i1", "end", 3).income?.["i1"]?.span).toEqual({ start: { at: "now" }, end: { at: "milestone", ref: "m1", offsetMonths: 3 } });
  });
  it("gives what went on for good an end", () => {
    const moved = after("s1", "end", -12);
    expect(moved.spending?.["s1"]?.span?.end?.at).toBe("month");
    expect(barOf("s1", moved).to).toBe(barOf("s1").to - 12);
    expect(barOf("s1", moved).from).toBe(barOf("s1").from);
  });
  it("moves one end of a length and leaves the other", () => {
    const moved = after("g1", "start", 6);
    expect(moved.goals?.["g1"]?.when).toEqual({ start: { at: "milestone", ref: "m2", offsetMonths: 6 }, months: 42 });
    expect(barOf("g1", moved).to).toBe(barOf("g1").to);
    expect(after("g1", "end", -12).goals?.["g1"]?.when.months).toBe(36);
  });
  it("moves when a debt is paid off", () => expect(after("d1", "end", 2).debts?.["d1"]?.end).toEqual({ at: "month", month: "2038-02" }));
  it("leaves at least a month, and stays within the plan", () => {
    const short = barOf("g1", after("g1", "end", -600));
    expect(short.to - short.from).toBe(1);
    expect(endPatch(plan, barOf("s1"), "start", -5)).toEqual({});
  });
});

describe("freeSides", () => {
  it("has both ends of a stretch and one of a debt", () => {
    expect(freeSides(plan, barOf("i1"))).toEqual(["start", "end"]);
    expect(freeSides(plan, barOf("d1"))).toEqual(["end"]);
  });
  it("has none where a claiming age decides", () => {
    const claimed = applyPatch(plan, { income: { i1: { claim: { earliest: 60, normal: 65, latest: 70, at: 66 } } } }) as Plan;
    expect(freeSides(claimed, barOf("i1", claimed))).toEqual([]);
  });
});
