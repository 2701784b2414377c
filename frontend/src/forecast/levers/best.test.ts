import { beforeAll, describe, expect, test } from "vitest";
import type { Driver, LeverMove } from "../../api/types";
import { learn } from "../../i18n/spoken";
import { textIn } from "../../i18n/text";
import { bestStep, shownChange } from "./best";
import { amountWords, moveWords, shortWords } from "./words";

const base = { value: 0.7908 };
const move = (amount: number, delta: number, low = delta - 0.01): LeverMove => ({ amount, possible: true, patch: { name: String(amount) }, success: { value: base.value + delta }, delta: { value: delta, ci: { low, high: delta + 0.01, level: 0.95 } } });
const impossible: LeverMove = { amount: 0, possible: false };
const rows: Driver[] = [
  { lever: "returns", unit: "points", down: move(-0.005, -0.12), up: move(0.005, 0.13) },
  { lever: "retire", unit: "months", down: move(-12, -0.11), up: move(12, 0.09) },
  { lever: "spendFlexible", unit: "share", down: move(-0.05, 0.1, -0.02), up: impossible },
];

describe("the best step", () => {
  test("is in the household's hands and no luck", () => expect(bestStep({ base, drivers: { rows } })?.row.lever).toBe("retire"));
  test("brings what it changes", () => expect(bestStep({ base, drivers: { rows } })?.patch).toEqual({ name: "12" }));
  test("is not named when nothing helps", () => expect(bestStep({ base, drivers: { rows: rows.slice(0, 1) } })).toBeNull());
  test("differs as the shown figures do", () => expect(shownChange(base, { success: { value: 0.8795 } })).toBeCloseTo(0.089, 10)); // 79.1 % and 88.0 %
});

describe("moves in words", () => {
  beforeAll(async () => {
    await learn("en");
    await learn("ko");
  });
  const en = { t: textIn("en"), locale: "en" } as const;
  const ko = { t: textIn("ko"), locale: "ko" } as const;
  test("say which way and how much", () => {
    expect(moveWords(en, { lever: "retire", unit: "months", amount: 18 })).toBe("Retire 1 year 6 months later");
    expect(moveWords(en, { lever: "spendEssential", unit: "share", amount: -0.055 })).toBe("Spend 5.5% less on essentials");
    expect(moveWords(en, { lever: "returns", unit: "points", amount: -0.01 })).toBe("Returns 1 point a year lower");
    expect(moveWords(ko, { lever: "retire", unit: "months", amount: -12 })).toBe("은퇴 1년 앞당기기");
    expect(moveWords(ko, { lever: "equity", unit: "points", amount: 0.1 })).toBe("주식 비중 10%p 늘리기");
  });
  test("are short beside the lever's name", () => {
    expect(shortWords(en, { lever: "retire", unit: "months", amount: 12 })).toBe("1 year later");
    expect(shortWords(en, { lever: "longevity", unit: "years", amount: -3 })).toBe("3 years less");
    expect(shortWords(en, { lever: "fees", unit: "points", amount: 0 })).toBe("as planned");
  });
  test("have amounts without a way", () => expect(amountWords(en, "points", -0.0025)).toBe("0.25 points"));
});
