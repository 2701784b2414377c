import { describe, expect, it } from "vitest";
import type { Problem } from "../api/types";
import type { Plan } from "./document";
import { sample } from "./sample";
import { byTime, placeOf, SECTIONS, stateOf, uncovered, type Lack, type SectionId } from "./sections";

describe("placeOf", () => {
  it.each([
    ["/income/i1/amount/amt", { section: "income", collection: "income", record: "i1" }],
    ["/debts/d1", { section: "property", collection: "debts", record: "d1" }],
    ["/milestones/m1/when", { section: "timeline", collection: "milestones", record: "m1" }],
    ["/withdrawal/order/0/pick", { section: "withdrawals" }],
    ["/assumptions/corr", { section: "assumptions" }],
    ["/allocation/default", { section: "allocation" }],
    ["/targets/confidence", { section: "goals" }],
    ["/people", { section: "people", collection: "people" }],
    ["", { section: "people" }],
    ["/something/new", { section: "people" }],
  ])("%s is mended in %j", (pointer, place) => {
    expect(placeOf(pointer)).toEqual(place);
  });
});

describe("stateOf", () => {
  const change = (act: (plan: Plan) => void) => {
    const plan = sample();
    act(plan);
    return plan;
  };
  const cases: [string, SectionId, Plan, Lack][] = [
    ["nobody", "people", change((p) => (p.people = {})), "person"],
    ["an adult without an end of work", "people", change((p) => delete p.people["p1"]!.work), "workStop"],
    ["a child needs none", "people", change((p) => Object.assign(p.people["p1"]!, { dependant: true, work: undefined })), "nothing"],
    ["no milestone", "timeline", change((p) => delete p.milestones), "optional"],
    ["archived accounts do not count", "accounts", change((p) => Object.values(p.accounts!).forEach((a) => (a.archived = true))), "account"],
    ["salary but no pension", "income", sample(), "pension"],
    ["only flexible spending", "spending", change((p) => (p.spending!["s1"]!.tier = "flexible")), "essential"],
    ["essential spending that does not grow", "spending", change((p) => delete p.spending!["s1"]!.growth), "growth"],
    ["a debt without an end", "property", change((p) => delete p.debts!["d1"]!.end), "debtEnd"],
    ["no catch-all", "saving", change((p) => (p.saving!["r9"]!.enabled = false)), "catchAll"],
    ["an account out of reach", "withdrawals", change((p) => p.withdrawal.order!.pop()), "orderMisses"],
    ["a mix that does not sum", "allocation", change((p) => (p.accounts!["a2"]!.alloc = { weights: { eq: 0.5 } })), "mix"],
    ["no tax", "taxes", change((p) => (p.tax.regime = "none")), "noTax"],
    ["no classes", "assumptions", change((p) => (p.assumptions.classes = {})), "classes"],
  ];
  it.each(cases)("%s", (_, section, plan, lack) => {
    expect(stateOf(plan, section, []).lack).toBe(lack);
  });
  it("an error in a section comes first, a warning leaves it partial", () => {
    const problem: Problem = { pointer: "/accounts/a1/balance", code: "x", severity: "error", text: { en: "x", ko: "x" } };
    expect(stateOf(sample(), "accounts", [problem])).toEqual({ fullness: "problem", lack: "error" });
    expect(stateOf(sample(), "accounts", [{ ...problem, severity: "warning" }])).toEqual({ fullness: "partial", lack: "warning" });
    expect(stateOf(sample(), "goals", [problem])).toEqual({ fullness: "complete", lack: "nothing" });
  });
  it("every section has a state", () => {
    for (const section of SECTIONS) expect(stateOf(sample(), section, []).fullness).not.toBe("problem");
  });
});

it("accounts that may not be touched need no step", () => {
  const plan = sample();
  plan.withdrawal.order = [{ pick: "cash" }];
  expect(uncovered(plan)).toEqual(["a2"]);
  plan.withdrawal.neverTouch = ["a2"];
  expect(uncovered(plan)).toEqual([]);
});

it("milestones stand in the order of time", () => {
  const plan = sample();
  plan.milestones!["m3"] = { when: { trigger: { metric: "liquid", op: ">=", value: "1" } } };
  expect(byTime(plan)).toEqual(["m2", "m1", "m3"]);
});
