import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { applyPatch } from "../api/patch";
import type { PlanState } from "../api/types";
import { learn } from "../i18n/spoken";
import { textIn } from "../i18n/text";
import { differencesOf, without } from "./differences";
import type { Plan } from "./document";
import { isObject, type Patch } from "./patch";

const golden = join(dirname(fileURLToPath(import.meta.url)), "../../../backend/testdata/golden");
const plan = (JSON.parse(readFileSync(join(golden, "plan-us.json"), "utf8")) as PlanState).plan as Plan;

beforeAll(async () => {
  await learn("en");
  await learn("ko");
});

const said = (patch: Patch, locale: "en" | "ko" = "en") => differencesOf({ plan, t: textIn(locale), locale, money: (v) => `$${v}` }, patch);
const lines = (patch: Patch, locale: "en" | "ko" = "en") => said(patch, locale).map((d) => d.text);

const scaled = (factor: number): Patch => ({
  spending: Object.fromEntries(Object.entries(plan.spending ?? {}).map(([id, s]) => [id, { amount: { amt: String(Number(s.amount.amt) * factor) } }])),
});

describe("a difference in words", () => {
  test("all spending that moves alike is one sentence", () => {
    expect(lines(scaled(0.95))).toEqual(["All everyday spending: 5% less"]);
    expect(lines(scaled(0.95), "ko")).toEqual(["평소 생활비 전부: 5% 줄어듭니다"]);
  });
  test("one changed amount names what it is of, before and after", () => {
    const [id, income] = Object.entries(plan.income ?? {})[0] ?? [];
    const text = lines({ income: { [id ?? ""]: { amount: { amt: "1" } } } });
    expect(text).toHaveLength(1);
    expect(text[0]).toContain(income?.name);
    expect(text[0]).toContain(`$${Number(income?.amount.amt)}`);
    expect(text[0]).toContain("becomes $1");
  });
  test("returns that all fall alike are one sentence", () => {
    const classes = Object.fromEntries(Object.entries(plan.assumptions.classes).map(([id, c]) => [id, { real: { mean: c.real.mean - 0.01 } }]));
    expect(lines({ assumptions: { classes } })).toEqual(["Returns of every investment: 1 point a year lower"]);
  });
  test("what is removed or put away is left out", () => {
    const id = Object.keys(plan.goals ?? {})[0] ?? "";
    expect(lines({ goals: { [id]: null } })).toEqual(lines({ goals: { [id]: { archived: true } } }));
    expect(lines({ goals: { [id]: null } })[0]).toContain("left out");
  });
  test("nothing that is changed goes unsaid", () => {
    const odd: Patch = { tax: { regime: "none" }, withdrawal: { rule: { kind: "needs" } }, allocation: { location: "taxAware" }, targets: { confidence: 0.9 }, currency: "EUR", assumptions: { longevity: { kind: "drawn" } } };
    expect(lines(odd)).toHaveLength(Object.keys(odd).length);
  });
  test("taking every sentence out leaves nothing", () => {
    const patch: Patch = { ...scaled(0.9), tax: { regime: "none" }, assumptions: { inflation: { mean: 0.04 }, longevity: { kind: "drawn" } }, milestones: { m1: { when: { years: 70 } } } };
    const rest = said(patch).reduce<Patch>((left, d) => without(left, d.paths), patch);
    expect(rest).toEqual({});
  });
  test("taking one out leaves the others", () => {
    const patch: Patch = { ...scaled(0.9), tax: { regime: "none" } };
    const tax = said(patch).find((d) => d.text.includes("tax"));
    const left = without(patch, tax?.paths ?? []);
    expect(left).toEqual(scaled(0.9));
    expect(isObject(applyPatch(plan, left))).toBe(true);
  });
});
