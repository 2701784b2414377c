import { describe, expect, test } from "vitest";
import { CodePoints } from "../format/codePoints";
import { lineOfHash, linesAround, quoteHash, quoteWords } from "./quote";

const text = "🏦 한빛은행\n  적립금   12,345원  \n합계 1\n";
const points = new CodePoints(text);
const lines = (span: { start: number; end: number }) => points.cut(linesAround(text, span));

describe("a figure is quoted with the line that says what it is", () => {
  const figure = { start: 15, end: 22 };
  test("the figure", () => expect(points.cut(figure)).toBe("12,345원"));
  test("its line", () => expect(lines(figure)).toBe("적립금   12,345원"));
  test("the first line", () => expect(lines({ start: 2, end: 4 })).toBe("🏦 한빛은행"));
  test("the last line", () => expect(lines({ start: 28, end: 29 })).toBe("합계 1"));
  test("a selection over two lines", () => expect(lines({ start: 15, end: 27 })).toBe("적립금   12,345원  \n합계 1"));
});

test("words are the same however they are spaced and composed", () => {
  expect(quoteWords(" Total \u00a0premium\n1,200\u0085")).toBe("Total premium 1,200");
  expect(quoteWords("\u1112\u1161\u11ab글")).toBe("한글");
  expect(quoteWords("a\ufeffb")).toBe("a\ufeffb");
});

// The hashes that document.QuoteHash gives for the same words.
test.each([
  ["Total  premium\n1,200", "sha256:3219bba6fed42dec6e9fcd7dda06d9fb29ed49771bb8309b12087ca0b5382443"],
  ["적립금   12,345원", "sha256:ac4cbd14d01b8b4d6e15b0d2fa5a9346503a5d7075726269b1c067aa28d723ee"],
])("%j has the backend's hash", async (quote, hash) => expect(await quoteHash(quote)).toBe(hash));

test("a hash finds its line again", async () => {
  const hash = (await quoteHash("적립금 12,345원")) ?? "";
  const span = await lineOfHash(text, hash);
  expect(span && points.cut(span)).toBe("적립금   12,345원");
  expect(await lineOfHash(text, "sha256:0")).toBeNull();
});
