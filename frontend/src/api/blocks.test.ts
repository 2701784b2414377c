import { expect, test } from "vitest";
import { floats, Futures, Series, Years } from "./blocks";

const counted = (n: number) => {
  const view = new DataView(new ArrayBuffer(n * 4));
  for (let i = 0; i < n; i++) view.setFloat32(i * 4, i, true);
  return view.buffer;
};

test("a series finds its line in [basis][metric][percentile][month]", () => {
  const series = new Series({ basis: ["real", "nominal"], metrics: ["netWorth", "liquid"], percentiles: [5, 50, 95], months: 4 }, counted(2 * 2 * 3 * 4));
  expect([...(series.line("real", "netWorth", 5) ?? [])]).toEqual([0, 1, 2, 3]);
  expect([...(series.line("nominal", "liquid", 95) ?? [])]).toEqual([44, 45, 46, 47]);
  expect(series.line("real", "spending", 50)).toBeNull();
});

test("years find all futures of one year", () => {
  const years = new Years({ basis: ["real"], metrics: ["netWorth", "liquid"], years: [2026, 2027], n: 3 }, counted(2 * 2 * 3));
  expect([...(years.year("real", "liquid", 2027) ?? [])]).toEqual([9, 10, 11]);
  expect(years.year("real", "liquid", 2040)).toBeNull();
});

test("futures find a column", () => {
  const futures = new Futures({ columns: ["endWealth", "outcome"], n: 2 }, counted(4));
  expect([...(futures.column("outcome") ?? [])]).toEqual([2, 3]);
});

test("a block of the wrong length is refused", () => expect(() => floats(new ArrayBuffer(8), 3)).toThrow(RangeError));
