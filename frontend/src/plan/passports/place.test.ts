import { describe, expect, it } from "vitest";
import type { AssumptionPassport } from "../../api/types";
import { applyPatch } from "../../api/patch";
import type { Plan } from "../document";
import { sample } from "../sample";

const base = sample();
import { choicesBeside, chosenAt, insteadOf, movesOf, nameKey, passportAt, placeAmong } from "./place";

const text = { en: "", ko: "" };
const passport = (id: string, path: string, series?: string): AssumptionPassport => ({ id, path, name: text, about: text, source: text, unit: "rate", date: "2026-01", ...(series ? { series } : {}) });
const passports = [
  passport("class.stocks.mean", "/assumptions/classes/stocks/real/mean", "stocks"),
  passport("class.stocks.sd", "/assumptions/classes/stocks/real/sd", "stocks"),
  passport("corr.bonds.stocks", "/assumptions/corr/m/1/0"),
  passport("inflation.mean", "/assumptions/inflation/mean", "inflation"),
];

const plan: Plan = {
  ...base,
  assumptions: {
    ...base.assumptions,
    classes: { eq: { name: "Equity", real: { mean: 0.05, sd: 0.17 }, history: "stocks" }, debt: { name: "Debt", real: { mean: 0.01, sd: 0.05 }, history: "bonds" }, gold: { name: "Gold", real: { mean: 0, sd: 0.15 } } },
    corr: { order: ["eq", "debt"], m: [[1, 0.1], [0.1, 1]] },
    inflation: { mean: 0.02, sd: 0.01 },
  },
};

describe("passportAt", () => {
  it("finds a class by the series it follows, whatever it is called", () => {
    expect(passportAt(passports, plan, "/assumptions/classes/eq/real/sd")?.id).toBe("class.stocks.sd");
    expect(passportAt(passports, plan, "/assumptions/classes/gold/real/sd")).toBeUndefined();
  });
  it("has one for a class and a pair that follow no series", () => {
    const own = [...passports, passport("class.own.sd", "/assumptions/classes/*/real/sd"), passport("corr.own", "/assumptions/corr/m/*/*")];
    const three: Plan = { ...plan, assumptions: { ...plan.assumptions, corr: { order: ["eq", "gold"], m: [[1, 0], [0, 1]] } } };
    expect(passportAt(own, plan, "/assumptions/classes/gold/real/sd")?.id).toBe("class.own.sd");
    expect(passportAt(own, plan, "/assumptions/classes/eq/real/sd")?.id).toBe("class.stocks.sd");
    expect(passportAt(own, three, "/assumptions/corr/m/0/1")?.id).toBe("corr.own");
  });
  it("knows how a mix is kept, by a word, a band or nothing", () => {
    const of = (choice: string): AssumptionPassport => ({ ...passport(`rebalance.${choice}`, "/allocation/default/rebalance"), choice, unit: "choice" });
    const all = [of("yearly"), of("never"), of("band")];
    const kept = (rebalance?: Plan["allocation"]["default"]["rebalance"]): Plan => ({ ...plan, allocation: { default: { weights: { eq: 1 }, ...(rebalance ? { rebalance } : {}) } } });
    const found = (of: Plan) => passportAt(all, of, "/allocation/default/rebalance")?.choice;
    expect([found(kept()), found(kept("never")), found(kept({ band: 0.1 }))]).toEqual(["yearly", "never", "band"]);
    expect((applyPatch(kept({ band: 0.1 }), insteadOf(plan, "/allocation/default/rebalance", "never") ?? {}) as Plan).allocation.default.rebalance).toBe("never");
  });
  it("tells a mean of one kind from that of the other", () => {
    const arithmetic = structuredClone(plan);
    const eq = arithmetic.assumptions.classes["eq"];
    if (eq) eq.real.kind = "arithmetic";
    const both = [...passports, { ...passport("class.stocks.arithmetic", "/assumptions/classes/stocks/real/mean", "stocks"), choice: "arithmetic" }];
    expect(passportAt(both, arithmetic, "/assumptions/classes/eq/real/mean")?.id).toBe("class.stocks.arithmetic");
    expect(passportAt(both, plan, "/assumptions/classes/eq/real/mean")?.id).toBe("class.stocks.mean");
  });
  it("finds a pair in either order", () => {
    expect(passportAt(passports, plan, "/assumptions/corr/m/0/1")?.id).toBe("corr.bonds.stocks");
    expect(passportAt(passports, plan, "/assumptions/corr/m/1/0")?.id).toBe("corr.bonds.stocks");
  });
  it("takes what the rule reads that is chosen, and no other rule's", () => {
    const of = (choice: string): AssumptionPassport => ({ ...passport(`rule.${choice}.floor`, "/withdrawal/rule/floor"), choice });
    const two = [of("pctOfPortfolio"), of("floorCeiling")];
    const ruled = (kind: "floorCeiling" | "needs"): Plan => ({ ...plan, withdrawal: { ...plan.withdrawal, rule: { kind } } });
    expect(passportAt(two, ruled("floorCeiling"), "/withdrawal/rule/floor")?.id).toBe("rule.floorCeiling.floor");
    expect(passportAt(two, ruled("needs"), "/withdrawal/rule/floor")).toBeUndefined();
  });
  it("takes of several at one place that which is chosen", () => {
    const of = (path: string, choice: string): AssumptionPassport => ({ ...passport(`x.${choice}`, path), choice, unit: "choice" });
    const all = [of("/assumptions/longevity/kind", "fixed"), of("/assumptions/longevity/kind", "drawn"), of("/withdrawal/preset", "taxableFirst"), of("/withdrawal/preset", "proportional"), of("/tax/regime", "none"), of("/tax/regime", "kr")];
    const drawn: Plan = { ...plan, assumptions: { ...plan.assumptions, longevity: { kind: "drawn" } }, tax: { regime: "kr" } };
    expect(passportAt(all, drawn, "/assumptions/longevity/kind")?.choice).toBe("drawn");
    expect(passportAt(all, drawn, "/tax/regime")?.choice).toBe("kr");
    expect(choicesBeside(all, of("/tax/regime", "kr")).map(({ choice }) => choice)).toEqual(["none", "kr"]);
    const ordered = (order: Plan["withdrawal"]["order"], preset?: "proportional"): Plan => ({ ...plan, withdrawal: { rule: { kind: "needs" }, order, ...(preset ? { preset } : {}) } });
    expect(passportAt(all, ordered([], "proportional"), "/withdrawal/preset")?.choice).toBe("proportional");
    expect(chosenAt(ordered([]), "/withdrawal/preset")).toBe("taxableFirst");
    expect(passportAt(all, ordered([{ pick: "cash" }], "proportional"), "/withdrawal/preset")).toBeUndefined();
    expect(passportAt([...all, of("/withdrawal/preset", "own")], ordered([{ pick: "cash" }], "proportional"), "/withdrawal/preset")?.choice).toBe("own");
    expect(insteadOf(plan, "/withdrawal/preset", "own")).toBeUndefined();
  });
  it("finds the rest by its place", () => expect(passportAt(passports, plan, "/assumptions/inflation/mean")?.id).toBe("inflation.mean"));
});

describe("placeAmong", () => {
  const marks = Array.from({ length: 101 }, (_, i) => i / 1000); // 0 % to 10 %
  it.each([
    [-1, 0],
    [0, 0],
    [0.05, 50],
    [0.0505, 50.5],
    [0.1, 100],
    [0.2, 100],
  ])("%d stands at %d", (value, at) => expect(placeAmong(marks, value)).toBeCloseTo(at));
});

describe("movesOf", () => {
  const after = (pointer: string, step: number, way: "down" | "up") => {
    const patch = movesOf(plan, pointer, step)[way];
    return patch && (applyPatch(plan, patch) as Plan).assumptions;
  };
  it("moves a number by the step", () => {
    expect(after("/assumptions/classes/eq/real/mean", 0.01, "down")?.classes["eq"]?.real.mean).toBe(0.04);
    expect(after("/assumptions/inflation/mean", 0.01, "up")?.inflation.mean).toBe(0.03);
  });
  it("moves both halves of the matrix", () => expect(after("/assumptions/corr/m/0/1", 0.2, "down")?.corr.m).toEqual([[1, -0.1], [-0.1, 1]]));
  it("leaves out what cannot be", () => expect(movesOf(plan, "/assumptions/inflation/sd", 0.02)).not.toHaveProperty("down"));
  it("says nothing of a value that is not there", () => expect(movesOf(plan, "/assumptions/wage/mean", 0.01)).toEqual({}));
  it("moves what is not said from what it begins with", () => {
    expect(movesOf(plan, "/assumptions/wage/mean", 0.01, 0).up).toEqual({ assumptions: { wage: { mean: 0.01 } } });
    expect(movesOf(plan, "/withdrawal/buffer/months", 12, 0)).toEqual({ up: { withdrawal: { buffer: { months: 12 } } } });
  });
  it("lets people live longer", () => {
    const patch = movesOf(plan, "/assumptions/longevity/kind", 5).up as { people: { [id: string]: { horizon: { age: number } } } };
    const [id, person] = Object.entries(plan.people)[0] ?? [];
    expect(patch.people[id ?? ""]?.horizon.age).toBe((person?.horizon?.age ?? 0) + 5);
  });
});

describe("insteadOf", () => {
  const after = (path: string, choice: string) => applyPatch(plan, insteadOf(plan, path, choice) ?? {}) as Plan;
  it("chooses another model, with what it begins with", () => expect(after("/assumptions/returns/model", "studentT").assumptions.returns).toMatchObject({ model: "studentT", df: 6 }));
  it("chooses another rule, and leaves nothing of the old one", () => {
    const ruled: Plan = { ...plan, withdrawal: { ...plan.withdrawal, rule: { kind: "vpw", rate: 0.03, applyTo: "all" } } };
    const patch = insteadOf(ruled, "/withdrawal/rule/kind", "pctOfPortfolio");
    expect((applyPatch(ruled, patch ?? {}) as Plan).withdrawal.rule).toEqual({ kind: "pctOfPortfolio", pct: 0.04, floor: 0.8, ceil: 1.2, applyTo: "all" });
  });
  it("chooses another order in place of one's own", () => {
    const { withdrawal } = after("/withdrawal/preset", "proportional");
    expect(withdrawal.preset).toBe("proportional");
    expect(withdrawal.order).toBeUndefined();
  });
  it("knows none for a law whose figures are the household's, or whose money the plan cannot exchange", () => {
    expect(insteadOf(plan, "/tax/regime", "flat")).toBeUndefined();
    const money = (currency: string): Plan => ({ ...plan, currency, fx: {} });
    expect(insteadOf(money("KRW"), "/tax/regime", "kr")).toMatchObject({ tax: { regime: "kr" } });
    expect(insteadOf(money("EUR"), "/tax/regime", "kr")).toBeUndefined();
    expect(insteadOf(money("EUR"), "/tax/regime", "none")).toMatchObject({ tax: { regime: "none" } });
  });
});

describe("nameKey", () => {
  it("is where the interface names the choice", () => {
    expect(nameKey({ ...passport("order.proportional", "/withdrawal/preset"), choice: "proportional", unit: "choice" })).toBe("plan.preset.proportional");
    expect(nameKey({ ...passport("rule.vpw.rate", "/withdrawal/rule/rate"), choice: "vpw" })).toBeUndefined();
  });
});
