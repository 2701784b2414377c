import { describe, expect, it } from "vitest";
import { applyPatch } from "../../api/patch";
import type { DatasetColumn, OwnDataset } from "../../api/types";
import type { Plan } from "../document";
import { sample } from "../sample";
import { drawingFrom, drawingFromBuiltIn, matched, namedDataset, unusedOf } from "./choose";

const column = (name: string): DatasetColumn => ({ name, growth: 0, sd: 0, years: 1, windows: 1, percentiles: [] });
const set = (...names: string[]): OwnDataset => ({ hash: "h", name: "Mine", from: "1990-01", to: "2020-12", months: 372, columns: names.map(column), prices: column("inflation"), made: "", usedBy: [] });
const base = sample();
const plan: Plan = {
  ...base,
  assumptions: { ...base.assumptions, classes: { eq: { name: "Shares", real: { mean: 0.05, sd: 0.17 }, history: "stocks" }, debt: { name: "채권", real: { mean: 0.01, sd: 0.05 }, history: "bonds" }, gold: { name: "Gold", real: { mean: 0, sd: 0.15 } } } },
};

describe("matched", () => {
  it("finds columns by the names and the kinds of classes", () => expect(matched(plan, set("KOSPI", "gold", "국채 10년"))).toEqual({ eq: "KOSPI", debt: "국채 10년", gold: "gold" }));
  it("leaves open what could be two", () => expect(matched(plan, set("Stocks US", "Stocks KR"))).toEqual({}));
  it("keeps what was chosen", () => {
    const chosen = applyPatch(plan, drawingFrom(plan, set("KOSPI", "Other"), "d1", { eq: "Other", gold: "" })) as Plan;
    expect(matched(chosen, set("KOSPI", "Other"))).toEqual({ eq: "Other", gold: "" });
    expect(matched(chosen, set("KOSPI"))).toEqual({ eq: "KOSPI", gold: "" });
  });
});

describe("drawingFrom", () => {
  it("names the set, and the built-in history takes its place again", () => {
    const own = applyPatch(plan, drawingFrom(plan, set("KOSPI"), "d1")) as Plan;
    expect(namedDataset(own)).toEqual({ id: "d1", name: "Mine", from: "1990-01", to: "2020-12", hash: "h", columns: { eq: "KOSPI" } });
    const back = applyPatch(own, drawingFromBuiltIn()) as Plan;
    expect(namedDataset(back)).toBeUndefined();
    expect(back.assumptions.datasets).toBeUndefined();
  });
});

describe("unusedOf", () => {
  const listed = (...ids: string[]): OwnDataset => ({ ...set("KOSPI"), hash: "0a1b", usedBy: ids.map((id) => ({ id, name: id })) });
  const drawing = applyPatch(plan, drawingFrom(plan, listed(), "d1")) as Plan;
  it("is what neither another plan nor the open one names, however old the list is", () => {
    expect(unusedOf([listed("p")], { id: "p", plan })).toEqual([listed("p")]);
    expect(unusedOf([listed()], { id: "p", plan: drawing })).toEqual([]);
    expect(unusedOf([listed("p", "q")], { id: "p", plan })).toEqual([]);
  });
  it("holds what a scenario of the open plan draws from", () => {
    const scenario = { name: "What if", patch: drawingFrom(plan, listed(), "d2") };
    expect(unusedOf([listed()], { id: "p", plan: { ...plan, scenarios: { s1: scenario } } as Plan })).toEqual([]);
  });
});
