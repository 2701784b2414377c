import { describe, expect, test } from "vitest";
import type { Plan } from "../api/types";
import { withoutOldSources } from "./sources";

const plan = {
  accounts: { a1: { balance: { amt: "100", cur: "USD", asOf: "2026-01" } }, "a/2": { balance: { amt: "5", cur: "USD" } } },
  debts: { d1: { rate: 0.04, kind: "other" } },
  sources: {
    "/accounts/a1/balance": { kind: "document", docId: "d", page: 3 },
    "/accounts/a~12/balance": { kind: "document", docId: "d", page: 4 },
    "/debts/d1/rate": { kind: "document", docId: "d", page: 5 },
  },
} as unknown as Plan;

describe("a source goes with the value that it was the source of", () => {
  test("typed anew", () => {
    const patch = { accounts: { a1: { balance: { amt: "120" } } } };
    expect(withoutOldSources(plan, patch)).toEqual({ ...patch, sources: { "/accounts/a1/balance": null } });
  });
  test("with its record", () => expect(withoutOldSources(plan, { debts: { d1: null } })["sources"]).toEqual({ "/debts/d1/rate": null }));
  test("under an id that a pointer writes otherwise", () => {
    expect(withoutOldSources(plan, { accounts: { "a/2": { balance: { amt: "6" } } } })["sources"]).toEqual({ "/accounts/a~12/balance": null });
  });
});

describe("a source stays", () => {
  test.each([
    ["when something else changes", { debts: { d1: { kind: "mortgage" } } }],
    ["when the date of an amount changes", { accounts: { a1: { balance: { asOf: "2026-02" } } } }],
    ["when the same is typed again", { debts: { d1: { rate: 0.04 } } }],
    ["in a plan that has none", {}],
  ])("%s", (_, patch) => expect(withoutOldSources(plan, patch)).toBe(patch));
  test("when the change brings its own", () => {
    const patch = { debts: { d1: { rate: 0.05 } }, sources: { "/debts/d1/rate": { kind: "document", docId: "e", page: 1 } } };
    expect(withoutOldSources(plan, patch)).toBe(patch);
  });
});
