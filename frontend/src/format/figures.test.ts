import { describe, expect, test } from "vitest";
import { CodePoints } from "./codePoints";
import { figuresIn, readFigure, scaleOf } from "./figures";

/** What is found, short enough for a table: "USD 1234.5", "4.5%", "2026-03". */
function said(text: string): string[] {
  return figuresIn(text).map((f) => {
    if (f.kind === "amount") return `${f.cur ?? "–"} ${f.amt}`;
    return f.kind === "rate" ? `${Math.round(f.rate * 1e6) / 1e4}%` : f.month;
  });
}

describe("amounts are found as documents write them", () => {
  test.each([
    ["Balance: $1,234,567.89", ["USD 1234567.89"]],
    ["Total premium ₩1,200,000 a year", ["KRW 1200000"]],
    ["평가금액 4억 5,000만원", ["KRW 450000000"]],
    ["적립금 1,234만 5,678원", ["KRW 12345678"]],
    ["매월 3천만 원씩", ["KRW 30000000"]],
    ["보증금 3억", ["– 300000000"]],
    ["잔액 1,234천원", ["KRW 1234000"]],
    ["순자산 12백만원", ["KRW 12000000"]],
    ["보험료 58,300원", ["KRW 58300"]],
    ["Loss (1,234.50)", ["– -1234.5"]],
    ["Loss ($1,234)", ["USD -1234"]],
    ["손실 △1,234,000", ["– -1234000"]],
    ["Change −20,000", ["– -20000"]],
    ["about $1.2 million", ["USD 1200000"]],
    ["$300k and US$ 4.5M", ["USD 300000", "USD 4500000"]],
    ["1.234.567,89 EUR", ["EUR 1234567.89"]],
    ["CHF 12'500", ["CHF 12500"]],
    ["1\u202f234\u202f567", ["– 1234567"]],
    ["salary,4200000,x", ["– 4200000"]],
    ["급여  4200000\n카드  -1320500", ["– 4200000", "– -1320500"]],
    ["from - 20,000", ["– 20000"]],
    ["USD 12.5", ["USD 12.5"]],
    ["expenses  $  762.7  $   650", ["USD 762.7", "USD 650"]],
    ["10,000-20,000", ["– 10000", "– 20000"]],
    ["₩1,200.4", ["KRW 1200"]],
    ["see (note 12,000 won) and", ["KRW 12000"]],
  ])("%s", (text, want) => expect(said(text)).toEqual(want));
});

describe("what is no money is left alone", () => {
  test.each([
    "Page 12 of 340",
    "010-1234-5678",
    "110-123-456789",
    "a 401(k) plan",
    "12개월 동안 3년",
    "1,200명",
    "10만 명",
    "A4 210mm",
    "press - 240409(release)",
    "order 123456 of May",
    "version 1.2.3",
    "12:30",
    "In 2026 and 1999",
    "0012345",
    "제3조 제2항",
  ])("%s", (text) => expect(said(text)).toEqual([]));
});

describe("rates", () => {
  test.each([
    ["at 4.5% a year", ["4.5%"]],
    ["연 3.25 % 고정", ["3.25%"]],
    ["수익률 (0.8%)", ["-0.8%"]],
    ["−1.2%", ["-1.2%"]],
    ["5 percent", ["5%"]],
    ["수수료 0.3퍼센트", ["0.3%"]],
  ])("%s", (text, want) => expect(said(text)).toEqual(want));
});

describe("dates", () => {
  test.each([
    ["as of 2025-12-31", ["2025-12"]],
    ["기준일 2025년 12월 31일", ["2025-12"]],
    ["2025. 3. 31. 현재", ["2025-03"]],
    ["2031년 6월 만기", ["2031-06"]],
    ["December 31, 2025", ["2025-12"]],
    ["31 Dec 2025", ["2025-12"]],
    ["Maturity: June 2041", ["2041-06"]],
    ["12/31/2025", ["2025-12"]],
    ["31/12/2025", ["2025-12"]],
    ["2025-13-01", []],
    ["2026-04", ["2026-04"]],
  ])("%s", (text, want) => expect(said(text)).toEqual(want));
});

test("a line of a statement is read whole, and its spans count code points", () => {
  const text = "🏦 2026-03-31  정기예금  35,000,000원  연 3.1%";
  expect(said(text)).toEqual(["2026-03", "KRW 35000000", "3.1%"]);
  const points = new CodePoints(text);
  expect(figuresIn(text).map((f) => points.cut(f.span))).toEqual(["2026-03-31", "35,000,000원", "3.1%"]);
});

describe("a selection", () => {
  test("of digits alone is an amount", () => expect(readFigure(" 350 ")).toEqual({ kind: "amount", amt: "350" }));
  test("of one figure among words is that figure", () => expect(readFigure("total 4.5%")).toMatchObject({ kind: "rate", rate: 0.045 }));
  test("of two figures is neither", () => expect(readFigure("1,200 and 3,400")).toBeNull());
  test("of words is none", () => expect(readFigure("total premium")).toBeNull());
});

test.each([
  ["(단위: 천원)", 1e3],
  ["[단위 : 백만원, %]", 1e6],
  ["단위: 만 원", 1e4],
  ["(단위: 원)", 1],
  ["Consolidated, in thousands of dollars", 1e3],
  ["(in millions)", 1e6],
  ["($000)", 1e3],
  ["Total in full", 1],
] as const)("%s multiplies by %d", (text, scale) => expect(scaleOf(text, "1,234")).toBe(scale));

test.each(["$3.2 billion", "5억", "1,234천원", "$4.5M"])("%s names its own unit, whatever the page says", (figure) => expect(scaleOf("(in millions) 단위: 천원", figure)).toBe(1));

test("long rubbish is read in time that grows with its length", () => {
  const text = "(1,2".repeat(20_000) + "9".repeat(20_000) + " ".repeat(20_000);
  expect(figuresIn(text).length).toBeLessThan(text.length);
});
