import { expect, test } from "vitest";
import type { CheckInItem } from "../api/types";
import { dayWrong, filled, foundOf, open, pasted, restSame } from "./grid";

const grid: CheckInItem[] = ["a1", "a2", "a3"].map((record) => ({ record, kind: "account", name: record, last: { amt: "100", cur: "USD" }, lastAt: "2026-01" }));

test("a copied column is read, its last cells when there are more, and nothing else", () => {
  expect(pasted("1,200\n$85.50\r\n4억 5천\n")).toEqual(["1200", "85.50", "450000000"]);
  expect(pasted("Savings\t1,200\nCard\t5")).toEqual(["1200", "5"]);
  expect(pasted("1,200")).toEqual([]);
  expect(pasted("1,200\nhello")).toEqual([]);
});

test("a column fills from where it was pasted, and no further than the grid", () => {
  const lines = filled({ "account.a1": { amt: null, same: true } }, grid, 1, ["5", "6", "7"]);
  expect(lines).toEqual({ "account.a1": { amt: null, same: true }, "account.a2": { amt: "5", same: false }, "account.a3": { amt: "6", same: false } });
});

test("the rest is ticked, what was typed stays", () => {
  const lines = restSame({ "account.a2": { amt: "5", same: false } }, grid);
  expect(Object.values(lines).filter(open)).toEqual([]);
  expect(foundOf("2026-03-01", grid, lines, { plan: true, base: 3 })).toEqual({
    day: "2026-03-01",
    updatePlan: true,
    base: 3,
    balances: [
      { record: "a1", kind: "account", amount: { amt: "100" }, same: true },
      { record: "a2", kind: "account", amount: { amt: "5" }, same: false },
      { record: "a3", kind: "account", amount: { amt: "100" }, same: true },
    ],
  });
});

test.each([
  ["2026-11-29", ""],
  ["2026-11-30", ""],
  ["2026-12-01", "future"],
  ["2026-02-30", "unknown"],
  ["2026-13-01", "unknown"],
  ["yesterday", "unknown"],
  ["", "unknown"],
  ["1969-12-31", "unknown"],
])("the day %j is %j", (day, wrong) => {
  expect(dayWrong(day, "2026-11-29")).toBe(wrong);
});
