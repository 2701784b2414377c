import { expect, test } from "vitest";
import type { You } from "../api/types";
import { powersOf, reaches } from "./powers";

const everything: You["sections"] = ["people", "accounts", "income", "spending", "property", "goals", "rules", "results", "documents", "advisor"];
const you = (part: Partial<You>): You => ({ id: "g", role: "viewer", remote: true, control: false, looking: false, sections: everything, money: "full", ...part });
const held = (part: Partial<You>) =>
  Object.entries(powersOf(you(part)))
    .filter(([, has]) => has === true)
    .map(([name]) => name)
    .toSorted();

test("the owner at the machine may do everything, whatever sections say", () => {
  expect(held({ role: "owner", remote: false, sections: [] })).toEqual(["admits", "archives", "asks", "atHost", "changesPlans", "keepsDocuments", "seesAll", "seesPlan", "tracks"]);
});

test("an owner elsewhere lets nobody in without control", () => {
  expect(powersOf(you({ role: "owner" })).admits).toBe(false);
  expect(powersOf(you({ role: "owner", control: true })).admits).toBe(true);
});

test("a viewer looks", () => {
  expect(held({})).toEqual(["seesAll", "seesPlan"]);
  expect(held({ money: "rounded" })).toEqual(["seesPlan"]);
  expect(held({ sections: ["results"] })).toEqual([]);
  expect(powersOf(you({ sections: ["income"] })).sees("accounts")).toBe(false);
});

test("an adviser writes drafts, an editor plans", () => {
  expect(held({ role: "adviser" })).toEqual(["asks", "drafts", "seesAll", "seesPlan"]);
  expect(held({ role: "editor" })).toEqual(["asks", "changesPlans", "keepsDocuments", "seesAll", "seesPlan", "tracks"]);
});

test("whoever looks through another's eyes changes nothing", () => {
  expect(held({ role: "editor", remote: false, looking: true })).toEqual(["seesAll", "seesPlan"]);
});

test("a screen is there for those who see what it shows", () => {
  const of = (part: Partial<You>) => ["today", "plan/income", "futures/runs/3", "track", "docs", "advisor", "people", "network", "report"].filter((to) => reaches(powersOf(you(part)), to));
  expect(of({ role: "owner", remote: false })).toHaveLength(9);
  expect(of({ sections: ["income", "results"] })).toEqual(["today", "plan/income", "futures/runs/3", "report"]);
  expect(of({ sections: ["documents"] })).toEqual(["today", "docs", "report"]);
});
