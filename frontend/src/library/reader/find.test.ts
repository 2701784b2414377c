import { describe, expect, test } from "vitest";
import { CodePoints } from "../../format/codePoints";
import { firstFrom, hitsIn, stepped } from "./find";

const found = (text: string, wanted: string) => hitsIn(text, wanted).map((hit) => new CodePoints(text).cut(hit));

describe("words are found as people look for them", () => {
  test.each([
    ["Total Premium and TOTAL", "total", ["Total", "TOTAL"]],
    ["보험료 합계\n보험료", "보험료", ["보험료", "보험료"]],
    ["total\n  premium", "total premium", ["total\n  premium"]],
    ["Ｐｏｌｉｃｙ no. 1", "policy", ["Ｐｏｌｉｃｙ"]],
    ["🏦🏦 bank", "bank", ["bank"]],
    ["aaaa", "aa", ["aa", "aa"]],
    ["İstanbul", "stanbul", ["stanbul"]],
    ["totalpremium", "total premium", []],
    ["abc", "  ", []],
    ["abc", "", []],
  ])("%j in %j", (text, wanted, hits) => expect(found(text, wanted)).toEqual(hits));
});

test("going on from the last hit comes to the first, and back", () => {
  expect(stepped(3, 2, 1)).toBe(0);
  expect(stepped(3, 0, -1)).toBe(2);
  expect(stepped(0, 0, 1)).toBe(0);
});

test("looking begins on the page that is read", () => {
  const hits = [1, 1, 4, 9].map((page) => ({ page, start: 0, end: 1 }));
  expect(firstFrom(hits, 2)).toBe(2);
  expect(firstFrom(hits, 10)).toBe(0);
});
