import { describe, expect, it } from "vitest";
import { asMix, asPath, evened, sumsToOne, withWeight } from "./weights";

describe("withWeight", () => {
  it("takes from the others in proportion", () => {
    expect(withWeight({ a: 0.5, b: 0.3, c: 0.2 }, "a", 0.6)).toEqual({ a: 0.6, b: 0.24, c: 0.16 });
  });
  it("gives back where the others were empty", () => {
    expect(withWeight({ a: 1, b: 0 }, "a", 0.7)).toEqual({ a: 0.7, b: 0.3 });
  });
  it("adds a class that the mix had not", () => {
    expect(withWeight({ a: 1 }, "b", 0.25)).toEqual({ a: 0.75, b: 0.25 });
  });
  it("leaves a lone class at everything", () => {
    expect(withWeight({ a: 1 }, "a", 0.4)).toEqual({ a: 1 });
  });
  it("always sums to one, in whole percent", () => {
    for (let share = -5; share <= 105; share += 1) {
      const next = withWeight({ a: 0.41, b: 0.23, c: 0.19, d: 0.17 }, "c", share / 100);
      expect(sumsToOne(next)).toBe(true);
      for (const weight of Object.values(next)) {
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(Math.abs(weight * 100 - Math.round(weight * 100))).toBeLessThan(1e-9);
      }
    }
  });
});

it("evened brings any mix to one", () => {
  expect(evened({ a: 2, b: 1 })).toEqual({ a: 0.67, b: 0.33 });
  expect(evened({ a: 0, b: 0 })).toEqual({ a: 0.5, b: 0.5 });
});

it("a mix becomes a path and back", () => {
  const mix = { weights: { a: 0.6, b: 0.4 }, rebalance: "yearly" as const };
  const path = asPath(mix);
  expect(path).toEqual({ interp: "linear", rebalance: "yearly", glide: [{ at: { at: "now" }, weights: mix.weights }] });
  expect(asMix(path)).toEqual(mix);
});
