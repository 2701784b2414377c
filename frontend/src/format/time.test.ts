import { expect, test } from "vitest";
import { formatPercent, formatPoints, percentDigits } from "./number";
import { addMonths, ageIn, formatAge, formatDuration, formatMonth, monthAt, monthIndex, monthsBetween, parseMonth } from "./time";

test("months count without a calendar", () => {
  expect(monthAt(monthIndex("2026-01"))).toBe("2026-01");
  expect(addMonths("2026-11", 3)).toBe("2027-02");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(monthsBetween("2026-01", "2031-03")).toBe(62);
});

test.each(["2026-13", "2026-00", "26-01", "2026"])("%s is no month", (text) => expect(parseMonth(text)).toBeNull());

test("a birthday counts from its month on", () => {
  expect(ageIn("2026-03", "1986-04")).toBe(39);
  expect(ageIn("2026-04", "1986-04")).toBe(40);
});

test("durations are said in years and months", () => {
  expect(formatDuration(30, "en")).toBe("2 years 6 months");
  expect(formatDuration(12, "en")).toBe("1 year");
  expect(formatDuration(30, "ko")).toBe("2년 6개월");
  expect(formatDuration(0, "ko")).toBe("0개월");
});

test("months and ages in both languages", () => {
  expect(formatMonth("2026-04", "en")).toBe("Apr 2026");
  expect(formatMonth("2026-04", "ko")).toBe("2026년 4월");
  expect(formatAge(57.9, "ko")).toBe("57세");
});

test("shares and points", () => {
  expect(formatPercent(0.798, "en", 1)).toBe("79.8%");
  expect(formatPoints(0.139)).toBe("+13.9");
  expect(formatPoints(-0.02)).toBe("−2.0");
  expect(formatPoints(-0.0001)).toBe("0.0");
  expect(percentDigits(0.025)).toBe("2.5");
});
