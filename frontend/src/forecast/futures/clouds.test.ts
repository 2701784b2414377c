import { describe, expect, test } from "vitest";
import { axisOf, countKinds, fifths, median, ofKind, tintOf } from "./clouds";

const n = 100;
const columns = {
  endWealth: Float32Array.from({ length: n }, (_, i) => i * 1000),
  worstCut: Float32Array.from({ length: n }, (_, i) => (i < 20 ? 0.5 : 0)),
  firstDecadeReturn: Float32Array.from({ length: n }, (_, i) => 0.02 + i / 1000),
  firstShortfallAge: Float32Array.from({ length: n }, (_, i) => (i < 20 ? 70 + i : Number.NaN)),
  outcome: Float32Array.from({ length: n }, (_, i) => (i < 20 ? 0 : 2)),
};

test("axes of amounts begin at nothing, others where values do", () => {
  expect(axisOf("endWealth", columns).low).toBe(0);
  expect(axisOf("firstDecadeReturn", columns).low).toBeCloseTo(0.02, 2);
  expect(axisOf("firstShortfallAge", columns).lacking).toBe(true);
});
test("a tint is of kinds or a ramp", () => {
  expect(tintOf("outcome", columns).by).toBe("kinds");
  expect(tintOf("worstCut", columns).by).toBe("ramp");
});
describe("what there is to say", () => {
  test("half lie above the median, of those that have a value", () => {
    expect(median(columns.endWealth)).toBe(49_000);
    expect(median(columns.firstShortfallAge)).toBe(79);
    expect(median(Float32Array.of(Number.NaN))).toBeNull();
  });
  test("kinds are counted and picked whole", () => {
    expect(countKinds(columns.outcome, 3)).toEqual([20, 0, 80]);
    expect(ofKind(columns.outcome, 0).length).toBe(20);
  });
  test("fifths hold everyone once, and those without a value stand apart", () => {
    const rows = fifths(columns, "endWealth", "firstDecadeReturn");
    expect(rows.map((r) => r.n)).toEqual([20, 20, 20, 20, 20]);
    expect(rows[0]).toMatchObject({ from: 0, to: 19_000, short: 20 });
    const ages = fifths(columns, "firstShortfallAge", "endWealth");
    expect(ages.map((r) => r.n)).toEqual([4, 4, 4, 4, 4, 80]);
    expect(Number.isNaN(ages.at(-1)?.from)).toBe(true);
  });
});
