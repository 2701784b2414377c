import { describe, expect, test } from "vitest";
import { applyPatch, editedPlan } from "../api/patch";
import type { Plan } from "../api/types";
import { branching, nameFor } from "../shell/branching";
import { branchesOf, merging, planUnder } from "./scenarios";

const plan = { name: "P", income: { a: { name: "Pay" }, b: { name: "Rent" } }, scenarios: { one: { name: "One", patch: { name: "Q" } }, gone: { name: "Gone", archived: true, patch: {} } } } as unknown as Plan;

describe("scenarios", () => {
  test("those put away stand apart", () => {
    const { open, away } = branchesOf(plan);
    expect(open.map((b) => b.name)).toEqual(["One"]);
    expect(away.map((b) => b.name)).toEqual(["Gone"]);
  });
  test("are listed in the order they were made", () => {
    const first = branching("First", {}, 1_000_000);
    const second = branching("Second", {}, 2_000_000);
    const made = applyPatch(applyPatch({ scenarios: {} } as unknown as Plan, second.edit), first.edit);
    expect(branchesOf(made).open.map((b) => b.name)).toEqual(["First", "Second"]);
  });
  test("what a patch removes stays removed while the edit is on its way", () => {
    const { id, edit } = branching("No rent", { income: { b: null } });
    const shown = editedPlan(plan, edit);
    expect(shown.scenarios?.[id]?.patch).toEqual({ income: { b: null } });
    expect(Object.keys(planUnder(shown, shown.scenarios?.[id]).income ?? {})).toEqual(["a"]);
  });
  test("a changed scenario's patch is replaced, not merged", () => {
    const shown = editedPlan(plan, { scenarios: { one: { patch: { currency: "KRW" } } } });
    expect(shown.scenarios?.["one"]?.patch).toEqual({ currency: "KRW" });
    expect(shown.scenarios?.["one"]?.name).toBe("One");
  });
  test("making one the plan applies it and puts it away, in one edit", () => {
    const branch = branchesOf(plan).open[0];
    if (!branch) throw new Error("no scenario");
    const merged = applyPatch(plan, merging(branch));
    expect(merged.name).toBe("Q");
    expect(branchesOf(merged).open).toEqual([]);
  });
  test("a plan under a scenario carries no scenarios", () => expect(planUnder(plan, plan.scenarios?.["one"]).scenarios).toBeUndefined());
  test("two never have one name", () => expect(nameFor("One", [{ name: "One" }, { name: "One 2" }])).toBe("One 3"));
});
