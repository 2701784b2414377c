import { describe, expect, test } from "vitest";
import { CodePoints, overlap } from "./codePoints";

describe("spans count code points", () => {
  test.each([
    ["보험료 ₩1,200 납입", { start: 4, end: 10 }, "₩1,200"],
    ["🏠 home 🏡", { start: 2, end: 6 }, "home"],
    ["🏠 home 🏡", { start: 7, end: 8 }, "🏡"],
    ["🏠", { start: 0, end: 9 }, "🏠"],
    ["abc", { start: -2, end: 1 }, "a"],
  ])("%s %o", (text, span, cut) => expect(new CodePoints(text).cut(span)).toBe(cut));

  test("units and points lead to one another, past letters of two units", () => {
    const text = new CodePoints("a𠮷b🏠c");
    expect(text.length).toBe(5);
    expect([0, 1, 2, 3, 4, 5].map((point) => text.unit(point))).toEqual([0, 1, 3, 4, 6, 7]);
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((unit) => text.point(unit))).toEqual([0, 1, 1, 2, 3, 3, 4, 5]);
  });

  test("what a pattern found has a span", () => {
    const text = new CodePoints("🏠 12만원");
    const found = /\d+만원/.exec(text.text);
    expect(text.span(found?.index ?? -1, found?.[0] ?? "")).toEqual({ start: 2, end: 6 });
  });
});

test("spans that only touch do not overlap", () => {
  expect(overlap({ start: 0, end: 3 }, { start: 3, end: 5 })).toBe(false);
  expect(overlap({ start: 0, end: 4 }, { start: 3, end: 5 })).toBe(true);
});
