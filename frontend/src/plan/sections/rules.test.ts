import { describe, expect, it } from "vitest";
import type { RuleKind, SpendingRule } from "../../api/types";
import { isWhole, paramsOf, ruledBy, RULES } from "./rules";

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
  it("ages and years are whole", () => {
    expect(paramsOf("smile").filter(isWhole)).toEqual(["fromAge", "toAge"]);
  });
});
