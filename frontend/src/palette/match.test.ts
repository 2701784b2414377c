import { describe, expect, test } from "vitest";
import { score } from "./match";

describe("what is typed finds a command", () => {
  test.each([
    ["acc", "Accounts", 3],
    ["Accounts", "Accounts", 4],
    ["debt", "Property & debt", 2],
    ["ount", "Accounts", 1],
    ["xyz", "Accounts", 0],
    ["", "Accounts", 1],
    ["ㄱㅈ", "계좌", 4],
    ["ㅈㅎ", "은퇴 2년 늦추기", 0],
    ["ㅇㅌ", "은퇴 2년 늦추기", 3],
    ["ㄴㅊ", "은퇴 2년 늦추기", 2],
    ["계조", "계좌", 0],
    ["계자", "계좌", 0],
    ["계", "계좌", 3],
    ["사", "생활비", 0],
    ["가저", "가져오기", 0],
    ["가", "갈아타기", 3],
    ["서", "설정", 3],
    ["부동 산", "부동산", 4],
  ])("%s in %s: %i", (query, text, want) => expect(score(query, [text])).toBe(want));
  test("the best of its texts counts", () => expect(score("계좌", ["Accounts", "계좌"])).toBe(4));
});
