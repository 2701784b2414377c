import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Series } from "../api/blocks";
import { applyPatch } from "../api/patch";
import type { Plan, PlanState, ResultHeader } from "../api/types";
import { agesAt, milestonePins } from "./lines";
import { called } from "./names";

const golden = <T>(name: string) => JSON.parse(readFileSync(new URL(`../../../backend/testdata/golden/${name}`, import.meta.url), "utf8")) as T;
const plan = golden<PlanState>("plan-us.json").plan;
const header = golden<ResultHeader>("result-us.json");
const { basis, metrics, percentiles, months } = header.blocks.series;
const forecast = { header, series: new Series(header.blocks.series, new ArrayBuffer(basis.length * metrics.length * percentiles.length * months * 4)) };
const first = (records: object | undefined) => Object.keys(records ?? {})[0] ?? "";

test("with nothing renamed, the result is the same object", () => {
  expect(called(forecast, plan)).toBe(forecast);
});

test("a renamed milestone has its new name on the chart, without a new run", () => {
  const id = milestonePins(header)[0]?.id ?? "";
  const renamed = applyPatch(plan, { milestones: { [id]: { name: "Free at last" } } });
  const pins = milestonePins(called(forecast, renamed).header);
  expect(pins.find((pin) => pin.id === id)?.label).toBe("Free at last");
  expect(pins.filter((pin) => pin.id !== id)).toEqual(milestonePins(header).filter((pin) => pin.id !== id));
});

test("a renamed person is called so beside their age", () => {
  const renamed = applyPatch(plan, { people: { [first(plan.people)]: { name: "Sasha" } } });
  expect(agesAt(called(forecast, renamed).header, renamed, 2030)).toContain("Sasha");
});

test.each([
  [{ income: { i1: { name: "New" } } }, ["income.i1"]],
  [{ property: { h1: { name: "New" } } }, ["property.h1.tax", "property.h1.upkeep"]],
  [{ insurance: { n1: { name: "New" } } }, ["spending.n1.premium"]],
  [{ saving: { r1: { name: "New" } } }, ["saving.r1", "match.r1", "employer.r1"]],
  [{ accounts: { a2: { name: "New" } } }, ["withdrawal.a2", "fee.a2", "return.a2"]],
])("after %j the lines %j have a new name, and no others", (patch, ids) => {
  const { lines } = called(forecast, applyPatch<Plan>(plan, patch)).header.cashflow;
  const changed = lines.filter((line, i) => line !== header.cashflow.lines[i]);
  expect(changed.map((line) => [line.id, line.name])).toEqual(ids.map((id) => [id, "New"]));
});

test("a record that is gone keeps the name that it had", () => {
  const id = milestonePins(header)[0]?.id ?? "";
  const gone = applyPatch(plan, { milestones: { [id]: null } });
  expect(called(forecast, gone)).toBe(forecast);
});
