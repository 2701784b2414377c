import { describe, expect, it } from "vitest";
import { applyPatch } from "../api/patch";
import { pinPatch } from "./lanes";
import { movedBetween } from "./moved";
import { sample } from "./sample";

describe("what moved between two plans", () => {
  it("is nothing between a plan and itself", () => {
    expect(movedBetween(sample(), sample())?.moved).toEqual([]);
  });

  it("is a milestone and the bars that hang on it", () => {
    const plan = sample();
    const later = applyPatch(plan, pinPatch(plan, "m1", 24));
    const moved = movedBetween(plan, later)?.moved ?? [];
    const pin = moved.find((one) => one.key === "pin m1");
    expect(pin?.second?.from).toBe((pin?.first?.from ?? 0) + 24);
    const wage = moved.find((one) => one.key === "income i1");
    expect(wage?.first?.from).toBe(wage?.second?.from);
    expect(wage?.second?.to).toBe((wage?.first?.to ?? 0) + 24);
    expect(moved.some((one) => one.key === "pin stop:p2")).toBe(false);
  });

  it("names whose work it is that ends elsewhere", () => {
    const plan = sample();
    const moved = movedBetween(plan, applyPatch(plan, pinPatch(plan, "stop:p2", 12)))?.moved ?? [];
    expect(moved.find((one) => one.key === "pin stop:p2")).toMatchObject({ stops: "p2", tone: "pin" });
  });

  it("has what only one of them has on its own side", () => {
    const plan = sample();
    const without = applyPatch(plan, { goals: { g1: { archived: true } } });
    const gone = movedBetween(plan, without)?.moved.find((one) => one.key === "goal g1");
    expect(gone?.first).not.toBeNull();
    expect(gone?.second).toBeNull();
    const back = movedBetween(without, plan)?.moved.find((one) => one.key === "goal g1");
    expect(back?.first).toBeNull();
  });
});
