import { expect, it } from "vitest";
import { placeUnder } from "./rank";

const boxes = [
  { top: 0, height: 40 },
  { top: 40, height: 100 },
  { top: 140, height: 40 },
];

it.each([
  [0, 30, 0],
  [0, 95, 1],
  [0, 170, 2],
  [2, 95, 2],
  [2, 85, 1],
  [2, 10, 0],
  [1, -50, 0],
  [1, 900, 2],
])("a row at %i with the pointer at %i goes to %i", (from, y, to) => {
  expect(placeUnder(boxes, from, y)).toBe(to);
});
