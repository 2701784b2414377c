import { describe, expect, it } from "vitest";
import type { Cashflow } from "../../api/types";
import { paidBy, usedOf } from "./thisYear";

const line = (id: string, first: number): Cashflow["lines"][number] => ({ id, kind: "saving", mean: [first, 0] });
const cashflow: Cashflow = { years: [2026, 2027], lines: [line("saving.r1", 6000), line("match.r1", 3000), line("saving.r2", 1000), line("employer.r1", 3000)] };

describe("paidBy", () => {
  it("adds what the employer matches, once", () => expect(paidBy(cashflow, "r1")).toEqual({ year: 2026, amount: 9000 }));
  it("knows nothing of a rule that was not played", () => {
    expect(paidBy(cashflow, "r9")).toBeNull();
    expect(paidBy(undefined, "r1")).toBeNull();
  });
});

describe("usedOf", () => {
  it("adds all rules that share the limit, without the match", () => {
    expect(usedOf(cashflow, { group: "g", rules: ["r1", "r2"], yearly: 14_000, asked: 0 })).toBe(0.5);
  });
  it("is nothing of no limit", () => expect(usedOf(cashflow, { group: "g", rules: ["r1"], yearly: 0, asked: 0 })).toBeNull());
});
