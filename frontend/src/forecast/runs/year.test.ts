import { describe, expect, test } from "vitest";
import type { Replay } from "../../api/types";
import { accountOf, shortYears, total, yearsOfReplay } from "./year";

const month = (n: number, at: (m: number) => number) => Array.from({ length: n }, (_, m) => at(m));

// Eighteen months from November 2026.
const replay: Replay = {
  balances: [],
  debts: [],
  years: [],
  working: [],
  terms: {},
  future: 7,
  start: "2026-11",
  months: 18,
  liquid: month(18, (m) => 1000 - m),
  netWorth: month(18, (m) => 5000 - m),
  price: month(18, (m) => 1 + m / 100),
  lines: [
    { id: "income.a", kind: "income", name: "Pay", values: month(18, () => 100) },
    { id: "spending.b", kind: "spending", name: "Life", values: month(18, () => 80) },
    { id: "return.c", kind: "return", name: "Fund", values: month(18, () => 10) },
    { id: "fee.c", kind: "fee", name: "Fund", values: month(18, () => 1) },
    { id: "tax", kind: "tax", values: month(18, () => 0) },
    { id: "unfunded.essential", kind: "unfunded", values: month(18, (m) => (m === 15 ? 9 : 0)) },
  ],
};

describe("a year of one future", () => {
  test("every calendar year it touches", () => expect(yearsOfReplay(replay)).toEqual([2026, 2027, 2028]));
  test("counts only its own months", () => {
    expect(total(accountOf(replay, 2026).in)).toBe(200);
    expect(total(accountOf(replay, 2027).in)).toBe(1200);
    expect(total(accountOf(replay, 2028).in)).toBe(400);
  });
  test("leaves out what did not move", () => expect(accountOf(replay, 2027).out.map((l) => l.line.id)).toEqual(["spending.b"]));
  test("ends with its last month", () => {
    expect(accountOf(replay, 2026).liquid).toBe(999);
    expect(accountOf(replay, 2027).netWorth).toBe(4987);
  });
  test("takes fees off what returns add", () => expect(total(accountOf(replay, 2027).changed)).toBe(12 * 9));
  test("is short when something could not be paid", () => expect([...shortYears(replay)]).toEqual([2028]));
});
