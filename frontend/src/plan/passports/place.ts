// Which passport belongs to a field, where its value stands in the record, and what being wrong would be.

import type { AssumptionPassport } from "../../api/types";
import type { Plan } from "../document";
import { withCorrelation } from "../matrix";
import { living } from "../order";
import { difference, fromPointer, isObject, patchAt, type Patch } from "../patch";
import { modelledBy, MODELS } from "../sections/models";
import { ruledBy, RULES } from "../sections/rules";
import { taxedBy } from "../sections/taxes";

/** The passport of the value at a pointer of this plan; undefined for what has none. */
export function passportAt(passports: readonly AssumptionPassport[], plan: Plan, pointer: string): AssumptionPassport | undefined {
  const path = fromPointer(pointer);
  const [top, part, id = "", ...rest] = path;
  if (top === "income" || top === "people") return passports.find((passport) => passport.path === ["", top, "*", ...path.slice(2)].join("/"));
  if (top !== "assumptions" && top !== "withdrawal" && top !== "allocation" && pointer !== "/tax/regime") return undefined;
  if (part === "classes") return ofClass(passports, plan, id, rest.join("/"));
  if (part === "corr") return ofPair(passports, plan, pairAt(plan, path));
  return passports.find((passport) => passport.path === pointer && isChosen(passport, plan));
}

/** Of what is chosen, and of what rules and models read, only the passport of the one chosen is meant. */
function isChosen({ choice, path, unit }: AssumptionPassport, plan: Plan): boolean {
  if (choice === undefined) return true;
  if (unit === "choice") return choice === chosenAt(plan, path);
  return choice === plan.withdrawal.rule.kind || choice === plan.assumptions.returns.model;
}

/** What a plan that says nothing has chosen. */
const UNSAID: Readonly<Record<string, string>> = {
  "/withdrawal/preset": "taxableFirst",
  "/assumptions/longevity/kind": "fixed",
  "/assumptions/returns/blocks": "stationary",
  "/assumptions/returns/means": "plan",
  "/assumptions/run/sampling": "auto",
  "/allocation/default/rebalance": "yearly",
  "/allocation/location": "same",
};

/** What is chosen at a pointer; steps of one's own are an order of that name. */
export function chosenAt(plan: Plan, path: string): string | undefined {
  if (path === "/withdrawal/preset" && (plan.withdrawal.order ?? []).length > 0) return "own";
  const found = valueAt(plan, path);
  if (path.endsWith("/rebalance") && isObject(found)) return "band";
  return typeof found === "string" ? found : UNSAID[path];
}

/** All that may be chosen where a passport's choice is, in the order in which they are offered; none for numbers. */
export function choicesBeside(passports: readonly AssumptionPassport[], { path, unit }: AssumptionPassport): readonly AssumptionPassport[] {
  return unit === "choice" ? passports.filter((one) => one.path === path && one.unit === "choice") : [];
}

/** A patch that chooses otherwise; undefined where a choice needs more said than its name, or plays no other futures. */
export function insteadOf(plan: Plan, path: string, choice: string): Patch | undefined {
  switch (path) {
    case "/assumptions/returns/model": {
      const model = MODELS.find((one) => one === choice);
      return model && patchAt(["assumptions", "returns"], modelledBy(plan.assumptions.returns, model));
    }
    case "/withdrawal/rule/kind": {
      const kind = RULES.find((one) => one === choice);
      return kind && (difference({ withdrawal: { rule: plan.withdrawal.rule } }, { withdrawal: { rule: ruledBy(plan.withdrawal.rule, kind) } }) as Patch | undefined);
    }
    case "/withdrawal/preset":
      return choice === "own" ? undefined : { withdrawal: { preset: choice, order: null } };
    case "/assumptions/longevity/kind":
    case "/assumptions/returns/blocks":
    case "/assumptions/returns/means":
    case "/allocation/location":
      return patchAt(fromPointer(path), choice);
    case "/allocation/default/rebalance":
      return patchAt(fromPointer(path), choice === "band" ? { band: 0.05 } : choice);
    case "/tax/regime":
      return plays(plan, choice) ? patchAt(["tax"], taxedBy(plan.tax, choice, plan.currency)) : undefined;
    default:
      return undefined;
  }
}

/** The laws that need nothing more said of them, by the currency that they are written in. */
const LAW_MONEY = { none: null, "us.federal": "USD", kr: "KRW" } as const;

function plays(plan: Plan, regime: string): regime is keyof typeof LAW_MONEY {
  if (!Object.hasOwn(LAW_MONEY, regime)) return false;
  const money = LAW_MONEY[regime as keyof typeof LAW_MONEY];
  return money === null || money === plan.currency || Object.keys(plan.fx ?? {}).some((pair) => pair.includes(money));
}

/** Where the interface's own name of a choice stands, which the passport takes. */
const NAMED: Readonly<Record<string, string>> = {
  "/assumptions/returns/model": "plan.model",
  "/assumptions/returns/blocks": "plan.model.blocks",
  "/assumptions/returns/means": "plan.model.means",
  "/assumptions/longevity/kind": "plan.longevity",
  "/assumptions/run/sampling": "plan.run.sampling",
  "/withdrawal/rule/kind": "plan.rule",
  "/withdrawal/preset": "plan.preset",
  "/tax/regime": "plan.regime",
  "/allocation/default/rebalance": "plan.rebalance",
  "/allocation/location": "plan.location",
};

/** The key of a choice's name in the interface; undefined for what is no choice. */
export function nameKey({ path, choice, unit }: AssumptionPassport): string | undefined {
  const section = NAMED[path];
  return unit === "choice" && choice !== undefined && section !== undefined ? `${section}.${choice}` : undefined;
}

function ofClass(passports: readonly AssumptionPassport[], plan: Plan, id: string, field: string): AssumptionPassport | undefined {
  const record = plan.assumptions.classes[id];
  if (!record) return undefined;
  // The arithmetic mean of the same returns is another number.
  const kind = field === "real/mean" && record.real.kind === "arithmetic" ? "arithmetic" : undefined;
  return passports.find(({ series, path, choice }) => choice === kind && series === record.history && (record.history ? path.endsWith("/" + field) : path === `/assumptions/classes/*/${field}`));
}

function ofPair(passports: readonly AssumptionPassport[], plan: Plan, pair: Pair | null): AssumptionPassport | undefined {
  if (!pair) return undefined;
  const series = (id: string) => (id === "inflation" ? id : (plan.assumptions.classes[id]?.history ?? id));
  const [a, b] = [series(pair.a), series(pair.b)];
  const own = passports.find(({ id }) => id === "corr.own"); // of what follows no recorded series
  return passports.find(({ id }) => id === `corr.${a}.${b}` || id === `corr.${b}.${a}`) ?? (a === b ? undefined : own);
}

interface Pair {
  a: string;
  b: string;
}

/** The pair of a pointer into the matrix. */
function pairAt(plan: Plan, path: readonly string[]): Pair | null {
  const { order } = plan.assumptions.corr;
  const [a, b] = [order[Number(path[3])], order[Number(path[4])]];
  return path[1] === "corr" && a !== undefined && b !== undefined ? { a, b } : null;
}

/** How many of 100 recorded values lie below a value, given the 0th to the 100th in steps of one. */
export function placeAmong(percentiles: readonly number[], value: number): number {
  const above = percentiles.findIndex((mark) => mark >= value);
  if (above < 0) return 100;
  const high = percentiles[above] ?? value;
  const low = percentiles[above - 1] ?? high;
  return above === 0 ? 0 : above - 1 + (high === low ? 1 : (value - low) / (high - low));
}

/**
 * Patches that make an assumption wrong, by what each is called: by a step down or up, where that is possible, or by
 * another choice. What a plan does not say is what it begins with.
 */
export type Moves = { [way: string]: Patch };

export function movesOf(plan: Plan, pointer: string, step: number, begins?: number): Moves {
  if (pointer === "/assumptions/longevity/kind") return bothWays((by) => lives(plan, by * step));
  const path = fromPointer(pointer);
  const pair = pairAt(plan, path);
  const value = valueAt(plan, pointer) ?? begins;
  if (typeof value !== "number") return {};
  if (pair) {
    return bothWays((by) => {
      const next = withCorrelation(plan.assumptions.corr, pair.a, pair.b, round(value + by * step));
      return next.m.flat().join() === plan.assumptions.corr.m.flat().join() ? undefined : patchAt(["assumptions", "corr"], next);
    });
  }
  const never = neverNegative(pointer);
  return bothWays((by) => {
    const next = round(value + by * step);
    return (never && next < 0) || (next >= 1 && /\/stay(Calm|Stress)$/.test(pointer)) || (pointer.endsWith("/ar1") && next > 0.98) ? undefined : patchAt(path, next);
  });
}

function bothWays(make: (by: 1 | -1) => Patch | undefined): Moves {
  const [down, up] = [make(-1), make(1)];
  return { ...(down ? { down } : {}), ...(up ? { up } : {}) };
}

/** Everybody planned for to an age lives so many years longer. */
function lives(plan: Plan, years: number): Patch | undefined {
  const people = living(plan.people).filter(([, person]) => person.horizon?.age !== undefined);
  if (people.length === 0) return undefined;
  return { people: Object.fromEntries(people.map(([id, person]) => [id, { horizon: { age: Math.min(120, (person.horizon?.age ?? 0) + years) } }])) };
}

function neverNegative(pointer: string): boolean {
  return /\/(sd|ar1|yield|default|probPerYear|share|months|fromAge|reducePerYear|increasePerYear|borrowRate)$/.test(pointer) || pointer.startsWith("/withdrawal/rule/") || /\/(df|blockMonths|stressSd)$/.test(pointer);
}

/** What stands at a pointer of the plan, in lists too. */
export function valueAt(plan: Plan, pointer: string): unknown {
  return fromPointer(pointer).reduce<unknown>((at, key) => (Array.isArray(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined), plan);
}

/** Without the dust of binary fractions. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
