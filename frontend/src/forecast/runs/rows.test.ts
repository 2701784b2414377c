import { describe, expect, test } from "vitest";
import { Futures } from "../../api/blocks";
import type { ResultHeader } from "../../api/types";
import { fated, inOrder, placeOf, Rows } from "./rows";

const names = ["endWealth", "firstShortfallAge", "worstCut", "outcome", "cause"];

function rowsOf(metric: "essentialFunded" | "allFunded", table: Record<string, number[]>): Rows {
  const n = table["outcome"]?.length ?? 0;
  const data = Float32Array.from(names.flatMap((name) => table[name] ?? Array.from({ length: n }, () => 0)));
  const header = { metric, causes: [{ cause: "liquidity", count: 0 }, { cause: "returns", count: 2 }] } as unknown as ResultHeader;
  return new Rows(header, new Futures({ columns: names, n }, data.buffer));
}

const rows = rowsOf("essentialFunded", {
  endWealth: [0, 900, 300, 0, 100],
  firstShortfallAge: [88, Number.NaN, Number.NaN, 71, Number.NaN],
  worstCut: [0.5, 0, 0, 0.5, 0.2],
  outcome: [0, 2, 2, 0, 1],
  cause: [2, 0, 0, 1, 0],
});
const all = [0, 1, 2, 3, 4];

describe("rows", () => {
  test("stand from the worst ending to the best", () => expect(inOrder(rows, all, "ending", false)).toEqual([3, 0, 4, 2, 1]));
  test("turn round", () => expect(inOrder(rows, all, "ending", true)).toEqual([1, 2, 4, 0, 3]));
  test("without a value come last, either way", () => {
    expect(inOrder(rows, all, "firstShortfallAge", false)).toEqual([3, 0, 1, 2, 4]);
    expect(inOrder(rows, all, "firstShortfallAge", true)).toEqual([0, 3, 1, 2, 4]);
  });
  test("say why they failed first", () => expect(all.map((i) => rows.cause(i))).toEqual(["returns", null, null, "liquidity", null]));
  test("hold by the household's own measure", () => {
    expect(rows.holds(4)).toBe(true);
    expect(rowsOf("allFunded", { outcome: [1] }).holds(0)).toBe(false);
  });
  test("are parted by how they end under two plans", () => {
    const other = rowsOf("essentialFunded", { outcome: [2, 0, 2, 0] });
    expect(fated(rows, other, "both")).toEqual([2]);
    expect(fated(rows, other, "onlyA")).toEqual([1]);
    expect(fated(rows, other, "onlyB")).toEqual([0]);
    expect(fated(rows, other, "neither")).toEqual([3]);
  });
});

test("a share of the rows has a place", () => {
  expect([0, 0.1, 0.5, 1].map((s) => placeOf(s, 100))).toEqual([0, 9, 49, 99]);
  expect(placeOf(0.5, 1)).toBe(0);
});
