import { describe, expect, it } from "vitest";
import { applyPatch } from "../api/patch";
import { monthIndex } from "../format/time";
import { sample } from "./sample";
import { HOUSEHOLD, picture, pinPatch, rows, ticks } from "./lanes";
import { resolve } from "./when";

describe("picture", () => {
  const drawn = picture(sample());
  it("runs from the start to the last horizon", () => {
    expect(drawn).toMatchObject({ from: monthIndex("2026-01"), to: monthIndex("2083-07") });
  });
  it("puts streams into the lane of whose they are", () => {
    const lane = (id: string) => drawn?.lanes.find((one) => one.id === id);
    expect(lane("p1")?.bars.map((bar) => bar.id)).toEqual(["i1"]);
    expect(lane(HOUSEHOLD)?.bars.map((bar) => bar.id)).toEqual(["s1", "g1", "d1"]);
    expect(lane("p1")?.pins.map((pin) => pin.id)).toEqual(["m1"]);
    expect(lane("p2")?.pins.map((pin) => pin.id)).toEqual(["stop:p2"]);
  });
  it("is nothing without people", () => {
    expect(picture({ ...sample(), people: {} })).toBeNull();
  });
});

describe("moving a pin", () => {
  it("keeps its kind of reference", () => {
    const plan = sample();
    const next = applyPatch(plan, pinPatch(plan, "m1", 7));
    expect(next.milestones?.["m1"]?.when).toEqual({ at: "age", person: "p1", years: 57, months: 7 });
    const back = applyPatch(next, pinPatch(next, "m1", -7));
    expect(back).toEqual(plan);
  });
  it("moves the end of work that follows no milestone", () => {
    const plan = sample();
    const next = applyPatch(plan, pinPatch(plan, "stop:p2", 12));
    expect(next.people["p2"]?.work?.stop).toEqual({ at: "age", person: "p2", years: 59 });
  });
  it("stays within the plan's time", () => {
    const plan = sample();
    const early = applyPatch(plan, pinPatch(plan, "m2", -9999));
    expect(resolve(early, { at: "milestone", ref: "m2" })).toBe(monthIndex("2026-01"));
    const late = applyPatch(plan, pinPatch(plan, "m2", 9999));
    expect(resolve(late, { at: "milestone", ref: "m2" })).toBe(monthIndex("2083-07"));
  });
  it("is nothing for what waits on a condition", () => {
    const plan = sample();
    plan.milestones!["m1"]!.when = { trigger: { metric: "liquid", op: ">=", value: "1" } };
    expect(pinPatch(plan, "m1", 5)).toEqual({});
  });
});

it("ticks leave room for their labels", () => {
  const from = monthIndex("2026-03");
  expect(ticks(from, from + 60 * 12, 900)).toEqual([2030, 2035, 2040, 2045, 2050, 2055, 2060, 2065, 2070, 2075, 2080, 2085]);
  expect(ticks(from, from + 60 * 12, 300).length).toBeLessThanOrEqual(6);
});

it("rows keep items apart, and use a row again where there is room", () => {
  expect(rows([[0, 10], [5, 15], [12, 20], [22, 30]], 2)).toEqual([0, 1, 0, 0]);
  expect(rows([], 2)).toEqual([]);
});
