import { describe, expect, test } from "vitest";
import { histogram } from "./histogram";
import { bandPath, linePath, sample } from "./path";
import { placePins } from "./pins";
import { extent, linear, niceStep, niceTicks, yearTicks } from "./scale";

test("a scale goes there and back", () => {
  const y = linear(0, 200, 100, 0);
  expect(y(50)).toBe(75);
  expect(y.invert(75)).toBe(50);
  expect(linear(5, 5, 0, 10)(5)).toBe(0);
});

describe("ticks are round in every language", () => {
  test.each([
    [100, 5, 20],
    [730, 5, 200],
    [4.6e8, 5, 1e8],
    [0, 5, 1],
  ])("%d in %d parts", (span, parts, step) => expect(niceStep(span, parts)).toBeCloseTo(step));
  test("zero is inside, and the ends are ticks", () => {
    expect(niceTicks(30, 95, 5)).toEqual({ domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100] });
    expect(niceTicks(-30, 95, 5).domain).toEqual([-50, 100]);
  });
  test("a hair below zero needs no tick of its own", () => expect(niceTicks(-270, 8e6, 5).domain[0]).toBe(0));
  test("flat data has an axis", () => expect(niceTicks(0, 0, 5).ticks.length).toBeGreaterThan(1));
});

test("years are marked as far apart as they need", () => {
  expect(yearTicks(2026 * 12, 120, 800).map(([year]) => year)).toEqual([2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035]);
  expect(yearTicks(2026 * 12 + 6, 600, 400)[0]).toEqual([2030, 42]);
});

test("extent spans all lines", () => {
  expect(extent([[3, 1], [9, 4]])).toEqual([1, 9]);
  expect(extent([])).toEqual([0, 1]);
});

test("paths are closed shapes of rounded points", () => {
  expect(linePath([0, 10], [1.234, 2])).toBe("M0 1.2L10 2");
  expect(bandPath([0, 10], [4, 5], [1, 2])).toBe("M0 1L10 2L10 5L0 4Z");
});

test("samples keep both ends", () => expect([...sample([0, 10, 20, 30], 3)]).toEqual([0, 15, 30]));

describe("a histogram", () => {
  const values = Array.from({ length: 1000 }, (_, i) => i * 10);
  const h = histogram(values);
  test("counts every future once", () => expect(h.bins.reduce((sum, b) => sum + b.count, 0) + h.beyond).toBe(1000));
  test("knows its middle and its tails", () => expect([h.low, h.median, h.high]).toEqual([990, 4990, 8990]));
  test("counts what is empty", () => expect(histogram([0, 0, -5, 100]).empty).toBe(3));
  test("is not upset by one value", () => expect(histogram([7]).bins.length).toBeGreaterThan(0));
});

describe("pins", () => {
  const wide = () => 100;
  test("far apart, all have words", () => expect(placePins([{ id: "a", month: 0, label: "A" }, { id: "b", month: 60, label: "B" }], (m) => m * 10, 900, 1, wide).map((p) => p.worded)).toEqual([true, true]));
  test("close together, they take two rows", () => expect(placePins([{ id: "a", month: 1, label: "A" }, { id: "b", month: 2, label: "B" }], (m) => m * 20, 900, 2, wide).map((p) => p.row)).toEqual([0, 1]));
  test("words do not run over the edge", () => expect(placePins([{ id: "a", month: 10, label: "A" }], (m) => m * 10, 150, 1, wide)[0]?.worded).toBe(false));
});
