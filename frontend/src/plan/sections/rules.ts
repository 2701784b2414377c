// The spending rules: which parameters each reads, and what they begin with.

import type { RuleKind, SpendingRule } from "../../api/types";

export const RULES: readonly RuleKind[] = ["needs", "constantReal", "pctOfPortfolio", "vpw", "guardrails", "riskGuardrails", "ratchet", "floorCeiling", "smile", "cape"];

export type Param =
  | "pct"
  | "floor"
  | "ceil"
  | "rate"
  | "upper"
  | "lower"
  | "cut"
  | "raise"
  | "cutBelow"
  | "raiseAbove"
  | "step"
  | "threshold"
  | "years"
  | "declinePerYear"
  | "fromAge"
  | "toAge"
  | "a"
  | "b";

const BEGIN: Record<RuleKind, Partial<Record<Param, number>>> = {
  needs: {},
  constantReal: {},
  pctOfPortfolio: { pct: 0.04, floor: 0.8, ceil: 1.2 },
  vpw: { rate: 0.03 },
  guardrails: { upper: 1.2, lower: 0.8, cut: 0.1, raise: 0.1 },
  riskGuardrails: { cutBelow: 0.6, raiseAbove: 0.95, step: 0.05 },
  ratchet: { threshold: 0.5, years: 3, raise: 0.1 },
  floorCeiling: { floor: 0.85, ceil: 1.2 },
  smile: { declinePerYear: 0.01, fromAge: 70, toAge: 84 },
  cape: { a: 0.01, b: 0.5 },
};

/** What a rule reads, in the order its form shows it. */
export function paramsOf(kind: RuleKind): readonly Param[] {
  return Object.keys(BEGIN[kind]) as Param[];
}

/** Rules that set spending by what there is, or would; the others spend what is planned. */
export function answersToWealth(kind: RuleKind): boolean {
  return kind !== "needs" && kind !== "constantReal" && kind !== "smile";
}

/** Whole numbers; the other parameters are shares or rates. */
export function isWhole(param: Param): boolean {
  return param === "years" || param === "fromAge" || param === "toAge";
}

/** Another rule: its parameters begin as they usually do, the old rule's go, the rest stays. */
export function ruledBy(rule: SpendingRule, kind: RuleKind): SpendingRule {
  const old = RULES.find((one) => one === rule.kind);
  const gone: ReadonlySet<string> = new Set(old ? paramsOf(old) : []);
  const rest = Object.fromEntries(Object.entries(rule).filter(([key]) => !gone.has(key)));
  return { ...rest, ...BEGIN[kind], kind };
}
