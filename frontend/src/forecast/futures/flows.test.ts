import { describe, expect, test } from "vitest";
import type { Plan, Replay } from "../../api/types";
import { calendar, flowsOf, worthOf } from "./flows";

const months = 24;
const each = (value: number) => Array.from({ length: months }, () => value);
const line = (id: string, kind: Replay["lines"][number]["kind"], value: number, rest: Partial<Replay["lines"][number]> = {}) => ({ id, kind, values: each(value), ...rest });

// Two halves of years at the ends, a whole one between; prices double in the second year.
const replay = {
  future: 0,
  start: "2030-07",
  months,
  price: Array.from({ length: months }, (_, t) => (t < 12 ? 1 : 2)),
  netWorth: each(150),
  liquid: each(100),
  debts: each(30),
  balances: [
    { record: "a", name: "Cash", values: each(60) },
    { record: "b", name: "Pension", values: each(40) },
  ],
  years: [],
  working: [],
  terms: {},
  lines: [
    line("income.i", "income", 100, { inward: true }),
    line("withdrawal.a", "withdrawal", 10, { inward: true }),
    line("property.h.sale", "property", 5, { inward: true }),
    line("spending.s", "spending", 60, { tier: "essential" }),
    line("goal.g", "goal", 20, { tier: "essential" }),
    line("spending.f", "spending", 20, { tier: "flexible" }),
    line("unfunded.essential", "unfunded", 8, { tier: "essential", inward: true }),
    line("cut.flexible", "unfunded", 5, { tier: "flexible", inward: true }),
    line("tax", "tax", 15),
    line("saving.r", "saving", 8, { record: "r" }),
    line("saving.l", "saving", 5, { record: "l" }),
  ],
} satisfies Replay;

const plan = { saving: { r: { from: "income" }, l: { from: "surplus" } }, accounts: { a: { wrapper: "cash" }, b: { wrapper: "deferred" } } } as unknown as Plan;

describe("a future's flows", () => {
  const flows = flowsOf(replay, plan, "real");
  test("are by calendar year", () => {
    expect(flows.years).toEqual([2030, 2031, 2032]);
    expect(calendar(replay).map(({ from, to }) => to - from)).toEqual([6, 12, 6]);
    expect(flows.sources.map((s) => [s.kind, s.values[1]])).toEqual([["income", 1200], ["withdrawal", 120], ["proceeds", 60]]);
  });
  test("take off what did not happen, in equal parts of its tier", () => {
    expect(flows.out.essential[1]).toBeCloseTo(720 * 0.9);
    expect(flows.out.goal[1]).toBeCloseTo(240 * 0.9);
    expect(flows.out.flexible[1]).toBeCloseTo(180);
    expect([flows.unpaid[1], flows.cut[1]]).toEqual([96, 60]);
  });
  test("tell saving of what is left from saving that is decided on", () => {
    expect([flows.out.contribution[1], flows.out.surplus[1]]).toEqual([96, 60]);
  });
  test("add up: what comes in goes out", () => {
    const came = flows.sources.reduce((sum, s) => sum + (s.values[1] ?? 0), 0);
    const went = Object.values(flows.out).reduce((sum, values) => sum + (values[1] ?? 0), 0);
    expect(went).toBeCloseTo(came);
  });
  test("are in each year's own money when asked", () => expect(flowsOf(replay, plan, "nominal").sources[0]?.values).toEqual([600, 1800, 1200]));
});

test("net worth is what is held, and less what is owed", () => {
  const worth = worthOf(replay, plan, "real");
  expect(worth.held.map((h) => [h.wrapper, h.values[0]])).toEqual([["cash", 60], ["deferred", 40]]);
  expect([worth.things[0], worth.owed[0], worth.net[0]]).toEqual([80, -30, 150]);
  expect(worthOf(replay, plan, "nominal").net).toEqual([150, 300, 300]);
});
