import { describe, expect, test } from "vitest";
import { fill, particle, pieces } from "./fill";
import { en, ko, type Key } from "./messages";

const keys = Object.keys(en) as Key[];
const argsOf = (message: string) =>
  pieces(message)
    .flatMap((p) => (typeof p === "string" ? [] : [p.name]))
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort();

describe("both languages say the same", () => {
  test("no key is missing or left over", () => expect(Object.keys(ko).sort()).toEqual([...keys].sort()));
  test("Korean asks for no argument that English does not give", () => {
    const asked = keys.filter((key) => argsOf(ko[key]).some((name) => !argsOf(en[key]).includes(name)));
    expect(asked).toEqual([]);
  });
  test("Korean messages are not left in English", () => {
    const same = keys.filter((key) => ko[key] === en[key] && /[a-z]{4}/i.test(en[key].replaceAll(/\{[^}]*\}/g, "")));
    expect(same.filter((key) => !["app.name"].includes(key))).toEqual([]);
  });
  test("no jargon reaches a person", () => {
    const banned = /\b(percentile|Monte Carlo|stochastic|quantile|CRRA|utility function|null|undefined|NaN)\b/i;
    expect(keys.filter((key) => banned.test(en[key]))).toEqual([]);
  });
});

describe("Korean particles follow the last sound", () => {
  test.each([
    ["민준", "은", "는", "은"],
    ["서연이", "은", "는", "는"],
    ["집", "을", "를", "을"],
    ["3", "이", "가", "이"],
    ["2", "이", "가", "가"],
    ["서울", "으로", "로", "로"],
    ["부산", "으로", "로", "으로"],
    ["Meridian", "은", "는", "은"],
    ["plan.json", "으로", "로", "으로"],
    ["7", "으로", "로", "로"],
  ])("%s + %s/%s = %s", (word, closed, open, want) => expect(particle(word, closed, open)).toBe(want));
  test("in a message", () => expect(fill("{name^을/를} 치웠습니다", { name: "우리 집" })).toBe("우리 집을 치웠습니다"));
});

test("English counts", () => {
  expect(fill("{n#year|years} later", { n: 1 })).toBe("1 year later");
  expect(fill("{n#year|years} later", { n: 3 })).toBe("3 years later");
});

test("a missing argument stays visible", () => expect(fill("Hello {name}")).toBe("Hello {name}"));
