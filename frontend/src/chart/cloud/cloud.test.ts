import { describe, expect, test } from "vitest";
import { inside, joined, nearest } from "./choose";
import { density } from "./density";
import { colour } from "./palette";
import { along, colourOf, placeOf, room, span, strew, type Axis, type Palette } from "./place";

const axis = (column: string, change: Partial<Axis> = {}): Axis => ({ column, low: 0, high: 10, strewn: 0, lacking: false, ...change });
// A grid of 11 × 11 futures: number 11·row + column.
const grid = { x: Float32Array.from({ length: 121 }, (_, i) => i % 11), y: Float32Array.from({ length: 121 }, (_, i) => Math.floor(i / 11)) };
const palette: Palette = { kinds: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ramp: [[0, 0, 0], [0.5, 0.5, 0.5], [1, 1, 1]], none: [0.2, 0.2, 0.2] };

describe("a place along an axis", () => {
  test("goes from the low end to the high one, and no further", () => {
    expect([-5, 0, 5, 10, 99].map((v) => along(v, axis("x"), 0, 1))).toEqual([0, 0, 0.5, 1, 1]);
  });
  test("leaves a strip to those without a value", () => {
    const lacking = axis("x", { lacking: true });
    expect(along(10, lacking, 0, 1)).toBeCloseTo(room);
    expect(along(Number.NaN, lacking, 7, 1)).toBeGreaterThan(room);
    expect(placeOf(5, lacking)).toBeCloseTo(room / 2);
  });
  test("is strewn by a future's own number, evenly", () => {
    const strewn = Array.from({ length: 1000 }, (_, i) => strew(i, 1));
    expect(Math.max(...strewn)).toBeLessThanOrEqual(0.5);
    expect(Math.min(...strewn)).toBeGreaterThanOrEqual(-0.5);
    expect(Math.abs(strewn.reduce((a, b) => a + b, 0) / 1000)).toBeLessThan(0.02);
    expect(strew(5, 1)).toBe(strew(5, 1));
  });
});

describe("what an axis runs from and to", () => {
  test("leaves out the rarest at either end", () => {
    const values = Float32Array.from({ length: 1001 }, (_, i) => (i === 1000 ? 1e9 : i));
    expect(span(values, 0.005, 0.02)).toEqual({ low: 5, high: 980, lacking: false });
  });
  test("is something where all are the same, or none has a value", () => {
    expect(span(Float32Array.of(3, 3, Number.NaN), 0, 0)).toEqual({ low: 2.5, high: 3.5, lacking: true });
    expect(span(Float32Array.of(Number.NaN), 0, 0)).toEqual({ low: 0, high: 1, lacking: true });
  });
});

describe("an outline", () => {
  test("holds the futures inside a box", () => {
    const box = Float32Array.of(0.15, 0.15, 0.35, 0.15, 0.35, 0.25, 0.15, 0.25);
    expect([...inside(grid, axis("x"), axis("y"), box)]).toEqual([24, 25]);
  });
  test("may be bent inwards", () => {
    // A U that is open at the top: its notch is not inside.
    const u = Float32Array.of(0.05, 0.05, 0.95, 0.05, 0.95, 0.95, 0.65, 0.95, 0.65, 0.35, 0.35, 0.35, 0.35, 0.95, 0.05, 0.95);
    const found = new Set(inside(grid, axis("x"), axis("y"), u));
    expect(found.has(5 * 11 + 5)).toBe(false);
    expect(found.has(5 * 11 + 2)).toBe(true);
    expect(found.has(2 * 11 + 5)).toBe(true);
    expect(found.size).toBe(9 * 9 - 3 * 6); // columns 4 to 6 of rows 4 to 9 are the notch
  });
  test("of two places holds nothing", () => expect(inside(grid, axis("x"), axis("y"), Float32Array.of(0, 0, 1, 1)).length).toBe(0));
});

describe("the nearest future", () => {
  test("is found within reach", () => expect(nearest(grid, axis("x"), axis("y"), [0.52, 0.31], 1, 0.1)).toBe(3 * 11 + 5));
  test("is none where all are far", () => expect(nearest(grid, axis("x"), axis("y"), [0.55, 0.35], 1, 0.02)).toBeNull());
  test("goes by what is seen: a wide plot makes sideways further", () => expect(nearest({ x: Float32Array.of(0, 2), y: Float32Array.of(3, 0) }, axis("x"), axis("y"), [0, 0], 3, 1)).toBe(0));
});

test("picks are joined and taken away in rising order", () => {
  const picked = Uint32Array.of(2, 5, 9);
  expect([...joined(picked, Uint32Array.of(5, 1), "add")]).toEqual([1, 2, 5, 9]);
  expect([...joined(picked, Uint32Array.of(5, 1), "take")]).toEqual([2, 9]);
});

describe("colours", () => {
  test("are read from tokens", () => {
    for (const text of ["#0b6b64", " #0B6B64", "rgb(11 107 100)"]) expect(colour(text).map((part) => Math.round(part * 255))).toEqual([11, 107, 100]);
  });
  test("name kinds, or lie along a ramp", () => {
    expect(colourOf(1, { by: "kinds", column: "k" }, palette)).toEqual([0, 1, 0]);
    expect(colourOf(7.5, { by: "ramp", column: "v", low: 0, high: 10 }, palette)[0]).toBeCloseTo(0.75);
    expect(colourOf(Number.NaN, { by: "ramp", column: "v", low: 0, high: 10 }, palette)).toEqual(palette.none);
  });
});

describe("a density", () => {
  const columns = { x: Float32Array.of(0, 0, 0, 10), y: Float32Array.of(0, 0, 0, 10), k: Float32Array.of(0, 0, 2, 2) };
  const picture = { x: axis("x"), y: axis("y"), tint: { by: "kinds" as const, column: "k" } };
  test("is the mean colour of a field, deeper where there are more", () => {
    const pixels = density(columns, picture, palette, null, 2, 2);
    const at = (column: number, row: number) => [...pixels.subarray((row * 2 + column) * 4, (row * 2 + column) * 4 + 4)];
    expect(at(0, 1)).toEqual([170, 0, 85, 255]); // below left: two red, one blue
    expect(at(1, 0)[2]).toBe(255);
    expect(at(1, 0)[3]).toBeLessThan(255);
    expect(at(0, 0)).toEqual([0, 0, 0, 0]);
  });
  test("is pale where nothing is picked while something is", () => {
    const pixels = density(columns, picture, palette, Uint8Array.of(1, 0, 0, 0), 2, 2);
    expect(pixels[2 * 4 + 3]).toBe(255);
    expect(pixels[1 * 4 + 3]).toBeLessThan(60);
  });
});
