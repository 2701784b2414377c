import { describe, expect, test } from "vitest";
import type { MonthWorking, TaxWorking } from "../../api/types";
import { assessmentsOf, decisionsOf, fillsOf, movesOf } from "./moves";

const tax = (payer: string, elapsed: number, total: number): TaxWorking => ({ payer, elapsed, index: 1, regular: [], once: [], before: 0, asked: total, owed: total, toDate: total, year: { total, figures: [], lines: [] } });
const month = (moves: MonthWorking["moves"], taxes: TaxWorking[] = []): MonthWorking => ({ moves, taxes, entries: [] });
const working = [
  month([{ record: "a", why: "order", step: 1, amount: -10 }], [tax("p1", 1, 5)]),
  month([{ record: "a", why: "order", step: 1, amount: -4 }, { record: "a", why: "surplus", amount: 3 }]),
  month([{ record: "b", why: "order", step: 2, amount: -1 }], [tax("p1", 3, 9), tax("p2", 3, 0)]),
];

describe("what moved in accounts", () => {
  test("is one row for each account and reason", () => {
    expect(movesOf({ working }, 0, 3).map(({ record, why, months, sum }) => ({ record, why, months, sum }))).toEqual([
      { record: "a", why: "order", months: [-10, -4, 0], sum: -14 },
      { record: "a", why: "surplus", months: [0, 3, 0], sum: 3 },
      { record: "b", why: "order", months: [0, 0, -1], sum: -1 },
    ]);
  });
  test("counts only the months asked for", () => expect(movesOf({ working }, 1, 2).map((m) => m.sum)).toEqual([-4, 3]));
});

test("the year's last assessment of each taxpayer stands, unless nothing is owed", () => {
  expect(assessmentsOf({ working }, 0, 3).map((a) => [a.payer, a.elapsed])).toEqual([["p1", 3]]);
});

test("months without a decision have none", () => expect(decisionsOf({ working }, 0, 3)).toEqual([]));

test("what a step may give is one row for each account and step, month by month", () => {
  const filled = [{ ...month([]), fills: [{ record: "a", step: 2, most: 50 }] }, month([]), { ...month([]), fills: [{ record: "a", step: 2, most: 20 }, { record: "b", step: 2, most: 0 }] }];
  expect(fillsOf({ working: filled }, 0, 3).map(({ record, step, months, sum }) => [record, step, months, sum])).toEqual([
    ["a", 2, [50, 0, 20], 20],
    ["b", 2, [0, 0, 0], 0],
  ]);
});
