import { expect, test } from "vitest";
import { placeOf, said, shownMonths } from "./reality";

test("a standing is said as a count of futures, never all or none", () => {
  expect(said({ percentile: 61.4, median: 1 })).toEqual({ side: "more", n: 61 });
  expect(said({ percentile: 95, beyond: "above", median: 1 })).toEqual({ side: "more", n: 95 });
  expect(said({ percentile: 5, beyond: "below", median: 1 })).toEqual({ side: "less", n: 95 });
  expect(said({ percentile: 0.2, median: 1 })).toEqual({ side: "more", n: 1 });
});

test("the end of a month is a whole place, its middle half way", () => {
  expect(placeOf("2026-01-31", "2026-01")).toBe(0);
  expect(placeOf("2026-02-14", "2026-01")).toBe(0.5);
  expect(placeOf("2027-01-31", "2026-01")).toBe(12);
});

test("two years are shown at least, and never more than there are", () => {
  expect(shownMonths([], 600)).toBe(24);
  expect(shownMonths([0, 40], 600)).toBe(61);
  expect(shownMonths([3], 12)).toBe(12);
});
