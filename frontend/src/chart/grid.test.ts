import { describe, expect, test } from "vitest";
import { step } from "./grid";

// Two columns, three rows; the second row has only its right field.
const there = ([r, c]: readonly [number, number]) => r >= 0 && r < 3 && c >= 0 && c < 2 && !(r === 1 && c === 0);
const from = (key: string, row: number, column: number) => step(key, [row, column], there, 3, 2);

describe("arrows in a grid", () => {
  test("go to the neighbour", () => {
    expect(from("ArrowRight", 0, 0)).toEqual([0, 1]);
    expect(from("ArrowDown", 1, 1)).toEqual([2, 1]);
  });
  test("take the other field of a row that lacks theirs", () => expect(from("ArrowDown", 0, 0)).toEqual([1, 1]));
  test("stop at the edge", () => {
    expect(from("ArrowUp", 0, 0)).toBeNull();
    expect(from("ArrowLeft", 1, 1)).toBeNull();
  });
  test("Home and End go to the first and the last", () => {
    expect(from("Home", 2, 1)).toEqual([0, 0]);
    expect(from("End", 0, 0)).toEqual([2, 1]);
  });
  test("other keys are none of its business", () => expect(from("x", 0, 0)).toBeNull());
});
