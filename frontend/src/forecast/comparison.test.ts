import { describe, expect, test } from "vitest";
import type { Paired, ResultHeader } from "../api/types";
import { formatChance, shownDifference } from "../format/chance";
import { formatPoints } from "../format/number";
import type { Forecast } from "../shell/forecastSession";
import { comparison } from "./comparison";

const forecast = (hash: string, value: number, metric = "essentialFunded") => ({ header: { hash, metric, facts: { "success.essential": { value, unit: "share", basis: "" }, "success.full": { value: 0.1, unit: "share", basis: "" } } } as unknown as ResultHeader }) as Forecast;
const paired = (a: string, b: string, value: number): Paired => ({ a, b, n: 1000, both: 0, onlyA: 0, onlyB: 0, neither: 0, delta: { value: 0.208, ci: { low: 0.18, high: 0.23, level: 0.95 } }, estimate: { value, ci: { low: value - 0.01, high: value + 0.01, level: 0.95 } } });

const kept = forecast("kept", 0.791);
const preview = forecast("preview", 0.96);

describe("a preview", () => {
  test("is said as the base and the paired difference, not as its own few futures", () => {
    const shown = comparison({ kept, before: null, preview, paired: paired("kept", "preview", 0.999) });
    expect(shown.success).toMatchObject({ value: 0.999, ci: { low: 0.989 } });
    expect(shown.base).toBe(kept);
  });
  test("is not said by the comparison of another", () => {
    const shown = comparison({ kept, before: null, preview, paired: paired("kept", "other", 0.5) });
    expect(shown).toMatchObject({ success: { value: 0.96 }, paired: null });
  });
  test("that counts success differently is not compared", () => {
    const other = forecast("preview", 0.96, "allFunded");
    expect(comparison({ kept, before: null, preview: other, paired: paired("kept", "preview", 0.5) })).toMatchObject({ paired: null, success: { value: 0.1 } });
  });
});

test("a kept result speaks for itself", () => {
  const before = forecast("before", 0.7);
  expect(comparison({ kept, before, preview: null, paired: paired("before", "kept", 0.5) })).toMatchObject({ success: { value: 0.791 }, paired: { a: "before" } });
});

test.each([
  [0.7914, 0.9608],
  [0.7949, 0.7951],
  [0.9, 0.99996],
])("from %d to %d adds up on the screen", (from, to) => {
  const shown = (share: number) => Number(formatChance(share, "en").replace("%", ""));
  expect(shown(from) + Number(formatPoints(shownDifference(from, to)).replace("−", "-"))).toBeCloseTo(shown(to), 6);
});
