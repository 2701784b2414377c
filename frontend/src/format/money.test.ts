import { describe, expect, test } from "vitest";
import { currencyName, formatMoney, formatShare, groupDigits, myriads, parseMoney, scramble, veil } from "./money";

describe("Korean amounts are written in 만 and 억", () => {
  const won = (value: number, style: "full" | "round" | "axis" = "full") => formatMoney(value, { locale: "ko", currency: "KRW", style });
  test.each([
    [0, "0원"],
    [9_800, "9,800원"],
    [10_000, "1만원"],
    [3_550_000, "355만원"],
    [12_345_678, "1,234만 5,678원"],
    [450_000_000, "4억 5,000만원"],
    [100_000_000, "1억원"],
    [1_250_000_000_000, "1조 2,500억원"],
    [-450_000_000, "−4억 5,000만원"],
    [100_000_001, "1억 1원"],
  ])("%d in full", (value, said) => expect(won(value)).toBe(said));
  test.each([
    [452_345_678, "4억 5,200만원"],
    [3_754_400, "375만원"],
    [99_960_000, "1억원"],
    [1_234_567_890, "12억 3,000만원"],
  ])("%d rounded", (value, said) => expect(won(value, "round")).toBe(said));
  test.each([
    [450_000_000, "4.5억"],
    [25_000_000, "2,500만"],
    [6_000_000_000, "60억"],
    [0, "0"],
  ])("%d on an axis", (value, said) => expect(won(value, "axis")).toBe(said));
  test("other currencies keep their unit", () => {
    expect(formatMoney(123_000, { locale: "ko", currency: "USD" })).toBe("12만 3,000 달러");
    expect(formatMoney(12_345.5, { locale: "ko", currency: "USD" })).toBe("1만 2,345.50 달러");
  });
});

describe("English amounts", () => {
  const usd = (value: number, style: "full" | "round" | "axis" = "full") => formatMoney(value, { locale: "en", currency: "USD", style });
  test.each([
    [4500, "full", "$4,500"],
    [12.5, "full", "$12.50"],
    [6483.2, "round", "$6,480"],
    [1_243_000, "round", "$1.24M"],
    [999_600, "round", "$1M"],
    [1_200_000, "axis", "$1.2M"],
    [500_000, "axis", "$500K"],
    [-500, "full", "−$500"],
  ] as const)("%d %s", (value, style, said) => expect(usd(value, style)).toBe(said));
  test("won have no minor unit", () => expect(formatMoney(4_500_000.4, { locale: "en", currency: "KRW" })).toBe("₩4,500,000"));
  test("a gain may carry its sign", () => expect(formatMoney(20, { locale: "en", currency: "USD", signed: true })).toBe("+$20"));
  test("what is no number is a dash", () => expect(usd(Number.NaN)).toBe("–"));
});

describe("typed amounts are read as people type them", () => {
  test.each([
    ["4억 5천", "450000000"],
    ["3억 2천5백", "325000000"],
    ["5천", "5000"],
    ["4억5천만", "450000000"],
    ["4억 5,000만원", "450000000"],
    ["375만", "3750000"],
    ["1.5억", "150000000"],
    ["3백만원", "3000000"],
    ["1,234.5", "1234.5"],
    ["$4.5M", "4500000"],
    ["₩300k", "300000"],
    ["-20", "-20"],
    ["007", "7"],
  ])("%s", (typed, amount) => expect(parseMoney(typed)).toBe(amount));
  test.each(["", "abc", "1.2.3", "만원어치", "--5"])("%s is no amount", (typed) => expect(parseMoney(typed)).toBeNull());
  test("digits are grouped while typing", () => {
    expect(groupDigits("4500000")).toBe("4,500,000");
    expect(groupDigits("-1234.5")).toBe("-1,234.5");
  });
});

describe("scrambled amounts", () => {
  const values = [12, 375, 4_500, 89_123, 1_234_567, 450_000_000];
  const draws = [0, 0.25, 0.4999, 0.5, 0.75, 0.9999];
  test.each(draws)("are never about the truth, whatever was drawn: %d", (draw) => {
    const times = veil(draw);
    for (const value of values) expect(Math.abs(scramble(value, times) / value - 1)).toBeGreaterThan(0.2);
  });
  test.each(draws)("keep their order, their sums and their sign: %d", (draw) => {
    const times = veil(draw);
    expect(values.map((v) => scramble(v, times))).toEqual(values.map((v) => scramble(v, times)).toSorted((a, b) => a - b));
    expect(scramble(7_000_000, times) / (scramble(3_000_000, times) + scramble(4_000_000, times))).toBeCloseTo(1, 2);
    expect(scramble(-4_500, times)).toBe(-scramble(4_500, times));
  });
  test("nothing stays nothing", () => expect(scramble(0, 2)).toBe(0));
});

test.each([
  ["USD", "en", "dollars"],
  ["KRW", "en", "won"],
  ["CHF", "en", "Swiss francs"],
  ["USD", "ko", "달러"],
  ["CAD", "ko", "캐나다 달러"],
] as const)("%s is counted in: %s %s", (currency, locale, name) => expect(currencyName(currency, locale)).toBe(name));

test("myriads never shows an empty group", () => expect(myriads(100_010_000)).toBe("1억 1만"));

describe("shares of something", () => {
  test.each([
    [4.2, "4.2%"],
    [130, "130%"],
    [0.031, "0.031%"],
    [-12, "−12%"],
    [0, "0%"],
    [5, "5%"],
    [Number.NaN, "–"],
  ])("%s reads %s", (value, want) => expect(formatShare(value)).toBe(want));
  test("a gain", () => expect(formatShare(3, true)).toBe("+3%"));
});
