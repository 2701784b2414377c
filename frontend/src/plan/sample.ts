// The example document of the plan model, with two fields no editor knows.
import type { Plan } from "./document";

export function sample(): Plan {
  return structuredClone(PLAN);
}

const won = (amt: string, per: "month" | "year") => ({ amt, cur: "KRW", per, basis: "today" as const });

const PLAN: Plan = {
  schema: "meridian.plan",
  version: 1,
  id: "01JZK7Q3V6T4M0A8N2R5B9C1DX",
  name: "김민준·이서연",
  currency: "KRW",
  locale: "ko-KR",
  region: "KR",
  start: "2026-01",
  priceLevel: "2026-01",
  people: {
    p1: { sort: "a0", name: "민준", birth: "1984-03", horizon: { age: 95 }, work: { stop: { at: "milestone", ref: "m1" } } },
    p2: { sort: "a1", name: "서연", birth: "1986-07", horizon: { age: 97 }, work: { stop: { at: "age", person: "p2", years: 58 } } },
  },
  milestones: {
    m1: { sort: "a0", name: "일을 선택으로", icon: "sun", when: { at: "age", person: "p1", years: 57 } },
    m2: { sort: "a1", name: "첫째 대학 입학", icon: "cap", when: { at: "month", month: "2037-03" } },
  },
  accounts: {
    a1: { sort: "a0", name: "생활비 통장", owner: "joint", wrapper: "cash", cur: "KRW", balance: { amt: "35000000", asOf: "2026-01" } },
    a2: {
      sort: "a1",
      name: "퇴직연금 DC",
      owner: "p1",
      wrapper: "deferred",
      kind: "kr.dc",
      cur: "KRW",
      balance: { amt: "92000000", asOf: "2026-01" },
      access: { from: { at: "age", person: "p1", years: 55 } },
      alloc: { weights: { eq: 0.6, bond: 0.4 } },
      fee: 0.004,
    },
  },
  property: {
    h1: {
      sort: "a0",
      name: "전세 보증금",
      kind: "leaseDeposit",
      owner: "joint",
      value: { amt: "450000000", cur: "KRW" },
      sell: { at: { at: "age", person: "p1", years: 65 } },
    },
  },
  debts: {
    d1: {
      sort: "a0",
      kind: "lease",
      name: "전세대출",
      balance: { amt: "110000000", asOf: "2026-01" },
      rate: 0.039,
      type: "amortising",
      end: { at: "month", month: "2037-12" },
      securedBy: "h1",
    },
  },
  income: {
    i1: {
      sort: "a0",
      name: "민준 급여",
      person: "p1",
      kind: "wage",
      amount: won("70000000", "year"),
      gross: true,
      span: { start: { at: "now" }, end: { at: "milestone", ref: "m1" } },
      growth: { kind: "inflationPlus", rate: 0.008 },
      steps: [{ at: { at: "month", month: "2032-01" }, mul: 1.08 }],
    },
  },
  spending: {
    s1: { sort: "a0", name: "필수 생활비", group: "house", tier: "essential", amount: won("3550000", "month"), span: { start: { at: "now" } }, growth: { kind: "inflation" } },
  },
  goals: {
    g1: { sort: "a0", name: "대학 4년", kind: "education", tier: "essential", target: won("12000000", "year"), when: { start: { at: "milestone", ref: "m2" }, months: 48 }, fallback: "reduce", priority: 1 },
  },
  saving: {
    r2: { sort: "a1", to: "a2", from: "surplus", amount: { fixed: { ...won("400000", "month"), basis: "nominal" } }, enabled: true },
    r9: { sort: "z9", to: "a1", from: "surplus", amount: { rest: true }, bufferMonths: 6, enabled: true },
  },
  withdrawal: {
    rule: { kind: "guardrails", upper: 1.2, lower: 0.8, cut: 0.1, raise: 0.1, applyTo: "flexible", from: { at: "milestone", ref: "m1" } },
    order: [{ pick: "cash", until: { bufferMonths: 6 } }, { pick: "deferred" }],
    shortfall: ["wish", "flexible", "property:h1", "unfunded"],
    surplus: "saveSurplus",
  },
  allocation: {
    default: {
      glide: [
        { at: { at: "now" }, weights: { eq: 0.65, bond: 0.35 } },
        { at: { at: "milestone", ref: "m1" }, weights: { eq: 0.4, bond: 0.6 } },
      ],
      interp: "linear",
      rebalance: "yearly",
    },
  },
  tax: { regime: "flat", params: { income: 0.12 }, perPerson: true },
  assumptions: {
    classes: {
      eq: { name: "세계 주식", real: { mean: 0.045, sd: 0.18 } },
      bond: { name: "채권", real: { mean: 0.012, sd: 0.055 } },
    },
    corr: {
      order: ["eq", "bond", "inflation"],
      m: [
        [1, 0.1, -0.1],
        [0.1, 1, -0.3],
        [-0.1, -0.3, 1],
      ],
    },
    inflation: { mean: 0.022, sd: 0.015, ar1: 0.6, spreads: { health: 0.015, education: 0.01 } },
    returns: { model: "studentT", df: 6 },
    run: { paths: 10000, seed: 42, step: "month" },
  },
  targets: { confidence: 0.8, metric: "essentialFunded" },
  scenarios: { sc1: { sort: "a0", name: "2년 더 일하기", patch: { milestones: { m1: { when: { years: 59 } } } } } },
  sources: { "/accounts/a2/balance": { kind: "document", docId: "01JZK8DOC", page: 2 } },
};
