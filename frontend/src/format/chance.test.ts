import { describe, expect, test } from "vitest";
import { chanceInHundred, formatChance, halfWidth, standing } from "./chance";

describe("the words follow the interval, not the point", () => {
  test("10,000 futures may say a number", () => expect(chanceInHundred(0.798, { low: 0.79, high: 0.806 })).toEqual({ kind: "exact", count: 80 }));
  test("1,000 futures say about", () => expect(chanceInHundred(0.798, { low: 0.772, high: 0.822 })).toEqual({ kind: "about", count: 80 }));
  test("100 futures say a range", () => expect(chanceInHundred(0.8, { low: 0.711, high: 0.867 })).toEqual({ kind: "between", low: 71, high: 87 }));
  test("without an interval the share is exact", () => expect(chanceInHundred(0.5)).toEqual({ kind: "exact", count: 50 }));
  test("never all while some fail, never none while some hold", () => {
    expect(chanceInHundred(0.9996)).toEqual({ kind: "exact", count: 99 });
    expect(chanceInHundred(0.0004)).toEqual({ kind: "exact", count: 1 });
    expect(chanceInHundred(1)).toEqual({ kind: "exact", count: 100 });
    expect(formatChance(0.99999, "en")).toBe("99.9%");
  });
});

test("a share whose interval holds the target is near it", () => {
  expect(standing(0.798, { low: 0.79, high: 0.806 }, 0.8)).toBe("near");
  expect(standing(0.83, { low: 0.822, high: 0.837 }, 0.8)).toBe("above");
  expect(standing(0.69, { low: 0.681, high: 0.699 }, 0.8)).toBe("below");
});

test("half an interval in points", () => expect(halfWidth({ low: 0.79, high: 0.806 })).toBe("0.8"));
