// The same JSON that Go's tests write: what the backend says is what this side reads.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Series } from "./api/blocks";
import { Fault } from "./api/fault";
import { applyPatch } from "./api/patch";
import { FrameReader } from "./api/stream";
import type { Paired, Plan, PlanState, ResultHeader, Session, Settings } from "./api/types";
import { agesAt, milestonePins, yearEnd, yearsOf } from "./forecast/lines";
import { csv, tableOf } from "./forecast/futures/table";
import { checksOf } from "./forecast/today/checks";
import { eventsOf, monthOf } from "./forecast/today/events";
import { scaleSpending, shiftWork, workStops } from "./forecast/today/levers";
import { successFact } from "./shell/headline";
import { monthIndex } from "./format/time";
import { en } from "./i18n/messages";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../backend/testdata/golden");
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const json = <T>(name: string) => JSON.parse(text(name)) as T;

const demos = ["plan-us.json", "plan-kr.json"].map((name) => json<PlanState>(name));
const result = json<ResultHeader>("result-us.json");
const us = (demos[0] as PlanState).plan;
const kr = (demos[1] as PlanState).plan;
const blank = new ArrayBuffer(result.blocks.series.basis.length * result.blocks.series.metrics.length * result.blocks.series.percentiles.length * result.blocks.series.months * 4);
const forecast = { header: result, series: new Series(result.blocks.series, blank) };

describe("a plan", () => {
  test.each(demos)("$plan.name says who stops working when", ({ plan }) => {
    const stops = workStops(plan);
    expect(stops).toHaveLength(2);
    for (const stop of stops) expect(stop.age).toBeGreaterThan(50);
  });
  test.each(demos)("$plan.name moves work by whole years, together", ({ plan }) => {
    const moved = applyPatch(plan, shiftWork(plan, 2));
    expect(workStops(moved).map((s) => s.age)).toEqual(workStops(plan).map((s) => (s.age ?? 0) + 2));
    expect(Object.keys(moved.milestones ?? {})).toEqual(Object.keys(plan.milestones ?? {}));
  });
  test.each(demos)("$plan.name scales all everyday spending and its later phases", ({ plan }) => {
    const scaled = applyPatch(plan, scaleSpending(plan, 0.9));
    for (const [id, before] of Object.entries(plan.spending ?? {})) {
      const after = scaled.spending?.[id];
      expect(Number(after?.amount.amt) / Number(before.amount.amt)).toBeCloseTo(0.9, 1);
      expect(after?.steps?.length).toBe(before.steps?.length);
    }
  });
  test.each(demos)("$plan.name has what comes up in order, each moment once", ({ plan }) => {
    const events = eventsOf(plan, null);
    expect(events.length).toBeGreaterThan(3);
    const months = events.map((e) => monthIndex(e.month));
    expect(months).toEqual([...months].sort((a, b) => a - b));
    for (const month of months) expect(month).toBeGreaterThan(monthIndex(plan.start));
  });
  test("a demo leaves nothing on the list to do", () => expect(checksOf(kr).filter((c) => !c.done)).toEqual([]));
  test("an empty plan has everything to do", () => {
    const empty = { ...us, accounts: {}, income: {}, spending: {}, property: {}, debts: {}, goals: {} } as Plan;
    expect(checksOf(empty).every((c) => !c.done)).toBe(true);
  });
  test("moments that turn in a circle have no month", () => {
    const circle = { ...us, milestones: { a: { when: { at: "milestone", ref: "b" } }, b: { when: { at: "milestone", ref: "a" } } } } as unknown as Plan;
    expect(monthOf(circle, { at: "milestone", ref: "a" })).toBeNull();
  });
});

describe("a result", () => {
  test("has the fact that the headline is made of", () => {
    const fact = successFact(result);
    expect(fact?.value).toBeGreaterThan(0);
    expect(fact?.ci?.low).toBeLessThanOrEqual(fact?.value ?? 0);
    expect(result.facts["spend.sustainable.month"]?.unit).toBe("currencyPerMonth");
  });
  test("knows its years and ages", () => {
    const years = yearsOf(result);
    expect(years[0]).toBe(Number(result.start.slice(0, 4)));
    expect(agesAt(result, us, years[0] ?? 0)).toContain("Alex 40");
    expect(yearEnd(result, (years[0] ?? 0) + 1)).toBe(23 - (monthIndex(result.start) % 12));
    expect(yearEnd(result, 3000)).toBe(result.months - 1);
  });
  test("has its milestones inside the picture", () => {
    for (const pin of milestonePins(result)) expect(pin.month).toBeLessThan(result.months);
  });
  test("names every cause in words", () => {
    for (const { cause } of result.causes) expect(Object.keys(en)).toContain("cause." + cause);
  });
  test("fills a table of all years", () => {
    const table = tableOf(forecast, us);
    expect(table.rows.map((r) => r.year)).toEqual(result.cashflow.years);
    expect(table.kinds).toContain("income");
    for (const row of table.rows) expect(row.flows).toHaveLength(table.kinds.length);
  });
});

test("a table is a file that spreadsheets read, and that runs nothing", () => {
  expect(csv(["a", "b,c"], [["=SUM(A1)", 1.234], ['say "x"', -2]])).toBe('a,"b,c"\r\n\'=SUM(A1),1.23\r\n"say ""x""",-2\r\n');
});

test("a problem document becomes a fault with every problem", () => {
  const fault = Fault.fromDocument(422, json<unknown>("problem.json"));
  expect(fault.message).not.toBe("");
  expect(fault.problems.length).toBeGreaterThan(0);
  for (const p of fault.problems) expect([p.text.en, p.text.ko].every(Boolean)).toBe(true);
});

test("a paired comparison adds up to all its futures", () => {
  const paired = json<Paired>("paired.json");
  expect(paired.both + paired.onlyA + paired.onlyB + paired.neither).toBe(paired.n);
  expect(paired.delta.value).toBeCloseTo((paired.onlyB - paired.onlyA) / paired.n, 6);
});

test.each([
  ["frames-done.txt", "done"],
  ["frames-failed.txt", "failed"],
  ["frames-cancelled.txt", "cancelled"],
])("%s ends with %s", (name, event) => {
  const frames = new FrameReader().push(text(name));
  expect(frames.at(-1)?.event).toBe(event);
  expect(frames.map((f) => f.id)).toEqual(frames.map((_, i) => i + 1));
  for (const f of frames) expect(() => JSON.parse(f.data) as unknown).not.toThrow();
});

test("session and settings are what the program starts from", () => {
  expect(json<Session>("session.json").version).toBeTypeOf("string");
  expect(["show", "blur", "scramble"]).toContain(json<Settings>("settings.json").privacy);
});
