import { describe, expect, test } from "vitest";
import { placeWords } from "./pins";

const wide = () => 150;

describe("words beside three lines", () => {
  const at = (...xs: [number, number, number]) => xs.map((x) => ({ at: x, label: "words" }));
  test("stand in one row where there is room", () => expect(placeWords(at(10, 300, 600), 800, wide).map((w) => w.row)).toEqual([0, 0, 0]));
  test("stand in three rows where there is none", () => {
    const placed = placeWords(at(80, 143, 270), 358, wide);
    expect(new Set(placed.map((w) => w.row)).size).toBe(3);
    expect(placed.map((w) => w.anchor)).toEqual(["start", "start", "end"]);
  });
});
