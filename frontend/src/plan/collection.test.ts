import { describe, expect, it } from "vitest";
import { living } from "./order";
import { applyPatch } from "../api/patch";
import { archive, blank, copyOf, exampleFor, lackingExample, put, recordsOf, restore, usesOf } from "./collection";
import { sample } from "./sample";
import { COLLECTIONS, stateOf } from "./sections";

const ids = (records: Parameters<typeof living>[0]) => living(records).map(([id]) => id);

describe("a new record", () => {
  it.each(COLLECTIONS)("of %s comes last, with a name", (collection) => {
    const plan = sample();
    const record = blank(plan, collection, "New");
    const next = applyPatch(plan, put(collection, "zz", record));
    expect(recordsOf(next, collection)["zz"]?.name).toBe("New");
    if (collection !== "saving") expect(ids(recordsOf(next, collection)).at(-1)).toBe("zz");
  });
  it("of saving stands above the rule that takes the rest", () => {
    const plan = sample();
    const next = applyPatch(plan, put("saving", "zz", blank(plan, "saving", "New")));
    expect(ids(next.saving)).toEqual(["r2", "zz", "r9"]);
  });
  it("speaks the plan's currency in everyday amounts", () => {
    expect(blank(sample(), "spending", "x").amount).toMatchObject({ amt: "500000", cur: "KRW" });
    expect(blank({ ...sample(), currency: "USD" }, "spending", "x").amount).toMatchObject({ amt: "500", cur: "USD" });
  });
  it("of income ends when that person stops working", () => {
    expect(blank(sample(), "income", "x").span.end).toEqual({ at: "milestone", ref: "m1" });
  });
});

describe("an example", () => {
  it("is the one of the country", () => {
    const plan = sample();
    expect(exampleFor(plan, "income").name).toBe("nationalPension");
    expect(exampleFor({ ...plan, region: "US", currency: "USD" }, "income").name).toBe("statePension");
  });
  it("fills what the section lacks", () => {
    const plan = sample();
    const next = applyPatch(plan, put("income", "x", exampleFor(plan, "income").make(plan)));
    expect(stateOf(plan, "income", []).lack).toBe("pension");
    expect(stateOf(next, "income", []).lack).toBe("nothing");
  });
});

describe("an example beside the list", () => {
  it("is offered until something does its work", () => {
    const plan = sample();
    expect(lackingExample(plan, "income")?.name).toBe("nationalPension");
    expect(lackingExample(plan, "saving")).toBeNull();
    expect(lackingExample(plan, "people")).toBeNull();
    plan.people["p2"]!.dependant = true;
    expect(lackingExample(plan, "people")?.name).toBe("partner");
  });
});

describe("a copy", () => {
  it("stands right after the original and keeps fields no editor knows", () => {
    const plan = sample();
    Object.assign(plan.people["p1"]!, { odd: { kept: 1 } });
    const copy = copyOf(plan, "people", "p1", "Copy");
    const next = applyPatch(plan, put("people", "zz", copy!));
    expect(ids(next.people)).toEqual(["p1", "zz", "p2"]);
    expect(next.people["zz"]).toMatchObject({ name: "Copy", odd: { kept: 1 }, birth: "1984-03" });
  });
  it("of nothing is nothing", () => {
    expect(copyOf(sample(), "goals", "none", "x")).toBeNull();
  });
});

it("archived records stay in the document and come back", () => {
  const plan = sample();
  const without = applyPatch(plan, archive("accounts", "a1"));
  expect(ids(without.accounts)).toEqual(["a2"]);
  expect(without.accounts?.["a1"]?.balance).toEqual(plan.accounts?.["a1"]?.balance);
  expect(applyPatch(without, restore("accounts", "a1"))).toEqual(plan);
});

it("usesOf finds references, owners, picks and prefixed names", () => {
  const plan = sample();
  plan.goals!["g1"]!.fundFrom = { a1: 1 };
  expect(usesOf(plan, "a1").toSorted()).toEqual(["/goals/g1/fundFrom/a1", "/saving/r9/to"]);
  expect(usesOf(plan, "h1").toSorted()).toEqual(["/debts/d1/securedBy", "/withdrawal/shortfall/2"]);
  expect(usesOf(plan, "m2")).toEqual(["/goals/g1/when/start/ref"]);
  expect(usesOf(plan, "p2")).toEqual([]);
});
