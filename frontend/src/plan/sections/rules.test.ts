import { describe, expect, it } from "vitest";
import type { RuleKind, SpendingRule } from "../../api/types";
import { answersToWealth, isWhole, paramsOf, ruledBy, RULES } from "./rules";

describe("ruledBy", () => {
  it("takes the old rule's parameters away and keeps what every rule reads", () => {
    const rule: SpendingRule = { kind: "guardrails", upper: 1.2, lower: 0.8, cut: 0.1, raise: 0.1, applyTo: "flexible", from: { at: "now" }, floorTier: "essential" };
    expect(ruledBy(rule, "needs")).toEqual({ kind: "needs", applyTo: "flexible", from: { at: "now" }, floorTier: "essential" });
    expect(ruledBy(rule, "vpw")).toEqual({ kind: "vpw", rate: 0.03, applyTo: "flexible", from: { at: "now" }, floorTier: "essential" });
  });
  it("leaves a rule it does not know as it can", () => {
    expect(ruledBy({ kind: "someday" as RuleKind, pct: 0.1 }, "needs")).toEqual({ kind: "needs", pct: 0.1 });
  });
  it.each(RULES)("%s begins with all it reads", (kind) => {
    const begun: { [key: string]: unknown } = { ...ruledBy({ kind: "needs" }, kind) };
    for (const param of paramsOf(kind)) expect(begun[param]).toBeTypeOf("number");
  });
  it("rules that spend what is planned answer to nothing", () => {
    expect(RULES.filter((kind) => !answersToWealth(kind))).toEqual(["needs", "constantReal", "smile"]);
  });
  it("every bound begins where the plan’s check accepts it", () => {
    const begun = (kind: RuleKind) => ruledBy({ kind: "needs" }, kind);
    expect(begun("guardrails").upper).toBeGreaterThan(1);
    expect(begun("guardrails").lower).toBeLessThan(1);
    for (const kind of ["pctOfPortfolio", "floorCeiling"] as const) {
      expect(begun(kind).floor).toBeLessThanOrEqual(1);
      expect(begun(kind).ceil).toBeGreaterThanOrEqual(1);
    }
  });
  it("ages and years are whole", () => {
    expect(paramsOf("smile").filter(isWhole)).toEqual(["fromAge", "toAge"]);
  });
});
