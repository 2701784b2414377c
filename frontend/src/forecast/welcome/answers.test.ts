import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../api/types";
import { textIn } from "../../i18n/text";
import { learn } from "../../i18n/spoken";
import { answersOf, currencies, firstAnswers, firstPartner, inCurrency, inRegion, planOf, spendingLater, spendingNow, statePension, youngest } from "./answers";

beforeAll(() => learn("ko"));

const kr = firstAnswers("kr", 2026);
const plan = (a = kr) => planOf(a, "2026-01", "ko", textIn("ko")) as Record<string, Record<string, Record<string, unknown>>>;

describe("guesses stand in for what was not asked yet", () => {
  test("spending is what is left of the pay", () => expect(Number(spendingNow(kr))).toBe(3_000_000));
  test("later life costs four fifths", () => expect(Number(spendingLater(kr))).toBe(2_400_000));
  test("answers take their place", () => {
    const answered = { ...kr, now: "2000000" };
    expect(spendingNow(answered)).toBe("2000000");
    expect(spendingLater(answered)).toBe("1600000");
  });
  test("public pensions have a ceiling", () => expect(Number(statePension(kr, { ...kr.me, pay: "90000000" }))).toBe(2_000_000));
});

describe("the plan of the answers", () => {
  test("splits the total without losing any", () => {
    const accounts = plan()["accounts"] ?? {};
    const sum = Object.values(accounts).reduce((total, a) => total + Number((a["balance"] as { amt: string }).amt), 0);
    expect(sum).toBe(Number(kr.total));
  });
  test("splits spending into essentials and the rest", () => {
    const spending = plan()["spending"] ?? {};
    const sum = Object.values(spending).reduce((total, s) => total + Number((s["amount"] as { amt: string }).amt), 0);
    expect(sum).toBe(Number(spendingNow(kr)));
  });
  test("has no minor units where the currency has none", () => {
    const odd = { ...kr, total: "10000001", cashShare: 0.33 };
    expect(JSON.stringify(plan(odd))).not.toMatch(/"amt":"\d+\.\d/);
  });
  test("takes the partner out again", () => {
    expect(plan()["people"]?.["partner"]).toBeNull();
    expect(plan()["income"]).toMatchObject({ "partner-pay": null, "partner-state": null });
    expect(plan({ ...kr, partner: firstPartner(kr) })["people"]?.["partner"]).toMatchObject({ name: "배우자" });
  });
  test("names the household", () => expect(plan({ ...kr, me: { ...kr.me, name: "민준" } })["name"]).toBe("민준 님의 계획"));
});

test("moving to another country keeps who you are", () => {
  const moved = inRegion({ ...kr, me: { ...kr.me, name: "Mina", birth: "1990-02" } }, "us", 2026);
  expect(moved).toMatchObject({ currency: "USD", me: { name: "Mina", birth: "1990-02", pay: "7000" } });
});

describe("taxes", () => {
  test.each(["none", "flat", "bands"] as const)("can be counted as %s", (tax) => expect(plan({ ...kr, tax })["tax"]).toMatchObject({ regime: tax }));
  test("none takes nothing from what is left to spend", () => expect(Number(spendingNow({ ...kr, tax: "none" }))).toBe(3_700_000));
  test("bands rise", () => {
    const made = planOf({ ...kr, tax: "bands" }, "2026-01", "ko", textIn("ko")) as unknown as Plan;
    const bands = made.tax.params?.bands ?? [];
    expect(bands.map((b) => Number(b.from.amt))).toEqual([0, 27_000_000, 110_000_000]);
    expect(bands.map((b) => b.rate)).toEqual([0.1, 0.2, 0.3]);
  });
});

test.each(currencies)("%s begins with amounts that an ordinary household knows", (currency) => {
  const a = inCurrency(firstAnswers("other", 2026), currency);
  expect(a.currency).toBe(currency);
  const months = Number(a.total) / Number(a.me.pay);
  expect(months).toBeGreaterThan(10);
  expect(months).toBeLessThan(40);
  expect(Number(spendingNow(a))).toBeLessThan(Number(a.me.pay));
});

test("a plan left half way gives its answers back", () => {
  const said = { ...kr, tax: "bands" as const, me: { ...kr.me, name: "민준", state: "1200000" }, partner: { name: "서연", birth: "1988-03", pay: "3000000", state: "0" }, total: "50000000", cashShare: 0.5, pensionShare: 0.25, now: "4000000", later: "3000000", age: 58 };
  const made = { currency: "KRW", ...plan(said) } as unknown as Plan;
  expect(answersOf(made, 2026)).toMatchObject({ ...said, keep: "2400000" });
});

test("nobody stops working in the past", () => expect(youngest({ ...kr, me: { ...kr.me, birth: "1970-01" } }, 2026)).toBe(57));
