import { describe, expect, it } from "vitest";
import { matrixOrder, withCorrelation } from "./matrix";

const corr = { order: ["a", "b"], m: [[1, 0.2], [0.2, 1]] };

describe("withCorrelation", () => {
  it("writes both halves", () => {
    expect(withCorrelation(corr, "b", "a", -0.4).m).toEqual([[1, -0.4], [-0.4, 1]]);
  });
  it("makes room for a name it did not hold", () => {
    expect(withCorrelation(corr, "a", "inflation", 0.1)).toEqual({
      order: ["a", "b", "inflation"],
      m: [[1, 0.2, 0.1], [0.2, 1, 0], [0.1, 0, 1]],
    });
  });
  it("keeps within −1 and 1, and the diagonal alone", () => {
    expect(withCorrelation(corr, "a", "b", 3).m[0]).toEqual([1, 1]);
    expect(withCorrelation(corr, "a", "a", 0.5)).toBe(corr);
  });
});

it("lists classes, then indices, then the rest", () => {
  expect(matrixOrder({ order: ["x", "wage", "a"], m: [] }, ["a", "b"])).toEqual(["a", "b", "inflation", "wage", "x"]);
});
