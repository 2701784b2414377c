import { describe, expect, test } from "vitest";
import { applyPatch } from "../../api/patch";
import { sample } from "../sample";
import { countsIn, meantFirst, patchFor, taken, targetsFor, type Target, type Terms } from "./targets";

const plan = sample();
const as: Terms = { scale: 1, per: undefined, asOf: undefined };
const source = { kind: "document", docId: "d1", page: 3, quoteHash: "sha256:1" } as const;

function find(kind: "amount" | "rate" | "month", pointer: string): Target {
  const target = targetsFor(plan, kind).find((t) => t.pointer === pointer);
  if (!target) throw new Error(`no ${pointer} among ${targetsFor(plan, kind).map((t) => t.pointer).join(" ")}`);
  return target;
}

test("every field of a kind is offered, with what stands in it", () => {
  const pointers = targetsFor(plan, "amount").map((t) => t.pointer);
  expect(pointers).toContain("/accounts/a2/balance");
  expect(find("amount", "/accounts/a2/balance").now).toEqual({ kind: "amount", amount: plan.accounts?.["a2"]?.balance });
  expect(new Set(pointers).size).toBe(pointers.length);
});

describe("an amount", () => {
  const target = find("amount", "/accounts/a2/balance");
  const before = plan.accounts?.["a2"]?.balance;
  test("replaces the digits and leaves the rest", () => {
    const value = taken(plan, target, { kind: "amount", amt: "1234.5" }, as);
    expect(value).toEqual({ kind: "amount", amount: { ...before, amt: "1234.5", cur: before?.cur ?? plan.currency } });
  });
  test("is multiplied by the unit of its table, and dated", () => {
    expect(taken(plan, target, { kind: "amount", amt: "12.3" }, { ...as, scale: 1000, asOf: "2026-03" })).toMatchObject({ amount: { amt: "12300", asOf: "2026-03" } });
  });
  test("of a debt is what is owed, however it is written", () => {
    const debt = targetsFor(plan, "amount").find((t) => t.collection === "debts");
    if (debt) expect(taken(plan, debt, { kind: "amount", amt: "-500" }, as)).toMatchObject({ amount: { amt: "500" } });
  });
  test("becomes one change, with its source", () => {
    const value = taken(plan, target, { kind: "amount", amt: "7" }, as);
    const after = applyPatch(plan, patchFor(target, value, source));
    expect(after.accounts?.["a2"]?.balance.amt).toBe("7");
    expect(after.sources?.["/accounts/a2/balance"]).toEqual(source);
    expect(after.accounts?.["a2"]?.name).toBe(plan.accounts?.["a2"]?.name);
  });
});

describe("a month", () => {
  test("takes the place of whatever the moment hung on", () => {
    const target = targetsFor(plan, "month").find((t) => t.now?.kind === "month" && t.now.ref?.at === "age");
    if (!target) throw new Error("the sample has no moment at an age");
    const patch = patchFor(target, taken(plan, target, { kind: "month", month: "2031-06" }, as), source);
    const then = target.path.reduce<unknown>((v, key) => (v as Record<string, unknown>)[key], applyPatch(plan, patch));
    expect(then).toEqual({ at: "month", month: "2031-06" });
  });
  test("of a birth is the month itself", () => {
    const target = targetsFor(plan, "month").find((t) => t.collection === "people");
    if (!target) throw new Error("the sample has no people");
    expect(applyPatch(plan, patchFor(target, taken(plan, target, { kind: "month", month: "1980-02" }, as), source)).people[target.record]?.birth).toBe("1980-02");
  });
});

test("a plan counts in its own money and in what it has rates for", () => {
  expect(countsIn(plan, plan.currency)).toBe(true);
  expect(countsIn({ ...plan, fx: {} }, "ZAR")).toBe(false);
  expect(countsIn({ ...plan, fx: { "ZAR/KRW": { rate: "80" } } }, "ZAR")).toBe(true);
});

describe("what a document proposes", () => {
  test("stands first among the fields, and is taken alone where it is alone", () => {
    const all = targetsFor(plan, "amount");
    const { targets, only } = meantFirst(all, "balance");
    expect(new Set(targets)).toEqual(new Set(all));
    const accounts = all.filter((t) => t.collection === "accounts");
    expect(targets.slice(0, accounts.length)).toEqual(accounts);
    expect(only).toBe(accounts.length === 1 ? accounts[0] : undefined);
    expect(meantFirst(accounts.slice(0, 1), "balance").only).toBe(accounts[0]);
  });
  test("leaves the order as it is where nothing is meant", () => {
    const all = targetsFor(plan, "month");
    expect(meantFirst(all, undefined)).toEqual({ targets: all, only: undefined });
    expect(meantFirst(all, "start")).toEqual({ targets: all, only: undefined });
  });
});
