import { describe, expect, it } from "vitest";
import { amountRange, stopGroups, stopLever, stopPatch } from "./levers";
import { applyPatch } from "../api/patch";
import { sample } from "./sample";

describe("amountRange", () => {
  it.each([
    [800000, 2000000, 10000],
    [3550000, 8000000, 50000],
    [1250, 2500, 20],
    [0, 2, 0.01],
  ])("of %d goes to %d by %d", (value, max, step) => {
    expect(amountRange(value)).toEqual({ min: 0, max, step });
  });
});

describe("the age at which work stops", () => {
  it("is the person's own, or the milestone's it follows", () => {
    const plan = sample();
    expect(stopLever(plan, "p2")).toMatchObject({ path: ["people", "p2", "work", "stop"], age: 58 * 12 });
    expect(stopLever(plan, "p1")).toMatchObject({ path: ["milestones", "m1", "when"], milestone: "m1", age: 57 * 12 });
  });
  it("moves the milestone that the person follows", () => {
    const plan = sample();
    const next = applyPatch(plan, stopPatch(plan, "p1", 60 * 12 + 6));
    expect(next.milestones?.["m1"]).toEqual({ ...plan.milestones?.["m1"], when: { at: "age", person: "p1", years: 60, months: 6 } });
    expect(next.people).toEqual(plan.people);
    expect(stopLever(next, "p1")?.age).toBe(60 * 12 + 6);
  });
  it("leaves an offset from the milestone where it was", () => {
    const plan = sample();
    plan.people["p1"]!.work = { stop: { at: "milestone", ref: "m1", offsetMonths: 6 } };
    const next = applyPatch(plan, stopPatch(plan, "p1", 60 * 12));
    expect(next.milestones?.["m1"]?.when).toEqual({ at: "age", person: "p1", years: 59, months: 6 });
    expect(stopLever(next, "p1")?.age).toBe(60 * 12);
  });
  it("drops the months it no longer needs", () => {
    const plan = sample();
    const odd = applyPatch(plan, stopPatch(plan, "p2", 58 * 12 + 1));
    const even = applyPatch(odd, stopPatch(odd, "p2", 59 * 12));
    expect(even.people["p2"]?.work?.stop).toEqual({ at: "age", person: "p2", years: 59 });
  });
  it("is one lever for those who stop at the same milestone", () => {
    const plan = sample();
    expect(stopGroups(plan).map((group) => group.people)).toEqual([["p1"], ["p2"]]);
    plan.people["p2"]!.work = { stop: { at: "milestone", ref: "m1" } };
    expect(stopGroups(plan).map((group) => group.people)).toEqual([["p1", "p2"]]);
    plan.people["p2"]!.work = { stop: { at: "milestone", ref: "m1", offsetMonths: 12 } };
    expect(stopGroups(plan).map((group) => group.people)).toEqual([["p1"], ["p2"]]);
  });
  it("is not there without a plan to stop, or when a trigger decides", () => {
    const plan = sample();
    delete plan.people["p2"]?.work;
    expect(stopLever(plan, "p2")).toBeNull();
    plan.milestones!["m1"]!.when = { trigger: { metric: "liquid", op: ">=", value: "1" } };
    expect(stopLever(plan, "p1")).toBeNull();
  });
});
