// New records with defaults that make sense at once, copies, and what refers to what.

import type { Account, Amount, Debt, Income, Insurance, Person, Property, SavingRule, Spending, TimeRef } from "../api/types";
import type { Goal, Milestone, Plan } from "./document";
import { between, last, living, ordered, type Records } from "./order";
import { isObject, patchAt, toPointer, type Patch } from "./patch";
import type { Collection } from "./sections";
import { monthAt } from "../format/time";
import { resolve } from "./when";

/** The record type of each collection. */
export interface RecordOf {
  people: Person;
  milestones: Milestone;
  accounts: Account;
  income: Income;
  spending: Spending;
  property: Property;
  debts: Debt;
  insurance: Insurance;
  goals: Goal;
  saving: SavingRule;
}

export function recordsOf<C extends Collection>(plan: Plan, collection: C): Records<RecordOf[C]> {
  return (plan[collection] ?? {}) as Records<RecordOf[C]>;
}

// Round amounts of everyday size, for currencies whose unit is small.
const SCALE: { [currency: string]: number } = { KRW: 1000, JPY: 100, VND: 25000, IDR: 15000, INR: 50, CNY: 5 };

/** About so many dollars, in the plan's currency, rounded as people round. */
export function about(plan: Plan, dollars: number, per?: Amount["per"]): Amount {
  const amt = String(Math.round(dollars * (SCALE[plan.currency] ?? 1)));
  return { amt, cur: plan.currency, ...(per ? { per } : {}), basis: "today" };
}

const balance = (plan: Plan): Amount => ({ amt: "0", cur: plan.currency, asOf: plan.start });

function firstAdult(plan: Plan): string {
  const people = living(plan.people);
  return (people.find(([, person]) => !person.dependant) ?? people[0])?.[0] ?? "";
}

/** When the first person stops working, as others would refer to it. */
function stopOf(plan: Plan, person: string): TimeRef {
  return plan.people[person]?.work?.stop ?? { at: "age", person, years: 65 };
}

function ownerOf(plan: Plan): string {
  return living(plan.people).length > 1 ? "joint" : firstAdult(plan);
}

function birthAround(plan: Plan, yearsBefore: number): string {
  const start = resolve(plan, { at: "now" }) ?? 2026 * 12;
  return monthAt(start - yearsBefore * 12);
}

const MAKERS: { [C in Collection]: (plan: Plan) => RecordOf[C] } = {
  people: (plan) => ({ birth: birthAround(plan, 40), horizon: { age: 95 } }),
  milestones: (plan) => ({ icon: "flag", when: { at: "month", month: monthAt((resolve(plan, { at: "now" }) ?? 0) + 60) } }),
  accounts: (plan) => ({ owner: ownerOf(plan), wrapper: "taxable", cur: plan.currency, balance: balance(plan) }),
  income: (plan) => ({
    person: firstAdult(plan),
    kind: "wage",
    amount: about(plan, 3000, "month"),
    gross: true,
    span: { start: { at: "now" }, end: stopOf(plan, firstAdult(plan)) },
    growth: { kind: "inflation" },
  }),
  spending: (plan) => ({
    group: "other",
    tier: "essential",
    amount: about(plan, 500, "month"),
    span: { start: { at: "now" } },
    growth: { kind: "inflation" },
  }),
  property: (plan) => ({
    kind: "home",
    owner: ownerOf(plan),
    value: { ...about(plan, 300_000), asOf: plan.start },
    growth: { kind: "inflation" },
  }),
  debts: (plan) => ({
    kind: "mortgage",
    balance: { ...about(plan, 100_000), basis: "nominal", asOf: plan.start },
    rate: 0.045,
    type: "amortising",
    end: { at: "month", month: monthAt((resolve(plan, { at: "now" }) ?? 0) + 240) },
  }),
  insurance: (plan) => ({
    kind: "life",
    insured: firstAdult(plan),
    premium: { amount: { ...about(plan, 100, "month"), basis: "nominal" }, span: { start: { at: "now" }, months: 240 } },
    payout: { ...about(plan, 100_000), basis: "nominal" },
    trigger: { on: "death" },
  }),
  goals: (plan) => ({
    kind: "other",
    target: about(plan, 10_000, "once"),
    when: { at: "month", month: monthAt((resolve(plan, { at: "now" }) ?? 0) + 60) },
    tier: "flexible",
    fallback: "reduce",
    priority: living(plan.goals).length + 1,
  }),
  saving: (plan) => ({
    to: living(plan.accounts)[0]?.[0] ?? "",
    from: "surplus",
    amount: { fixed: about(plan, 300, "month") },
    enabled: true,
  }),
};

/** A new record with a name, last in its collection. */
export function blank<C extends Collection>(plan: Plan, collection: C, name: string): RecordOf[C] {
  const record = MAKERS[collection](plan);
  const before = saveBefore(plan, collection);
  return { sort: between(before.low, before.high) ?? last(recordsOf(plan, collection)), name, ...record };
}

// A new saving rule goes above the rule that takes the rest: below it nothing would arrive.
function saveBefore(plan: Plan, collection: Collection): { low: string | undefined; high: string | undefined } {
  const entries = ordered(recordsOf(plan, collection));
  const rest = collection === "saving" ? ordered(plan.saving).findIndex(([, rule]) => rule.amount.rest) : -1;
  if (rest < 0) return { low: entries.at(-1)?.[1].sort, high: undefined };
  return { low: entries[rest - 1]?.[1].sort, high: entries[rest]?.[1].sort };
}

export function put(collection: Collection, id: string, record: object): Patch {
  return patchAt([collection, id], record);
}

/** A copy that stands right after the original. */
export function copyOf<C extends Collection>(plan: Plan, collection: C, id: string, name: string): RecordOf[C] | null {
  const records = recordsOf(plan, collection);
  const original = records[id];
  if (!original) return null;
  const entries = living(records);
  const next = entries[entries.findIndex(([key]) => key === id) + 1];
  const sort = between(original.sort, next?.[1].sort) ?? last(records);
  const { archived: _, ...rest } = structuredClone(original);
  return { ...rest, sort, name } as RecordOf[C];
}

export function archive(collection: Collection, id: string): Patch {
  return patchAt([collection, id, "archived"], true);
}

export function restore(collection: Collection, id: string): Patch {
  return patchAt([collection, id, "archived"], undefined);
}

/** Pointers to everything that names a record: references, owners, shares, picks. */
export function usesOf(plan: Plan, id: string): string[] {
  const { scenarios: _scenarios, sources: _sources, notes: _notes, ...read } = plan;
  const found: string[] = [];
  visit(read, [], (path, word) => {
    if ((word === id || word.endsWith(":" + id)) && path.at(1) !== id) found.push(toPointer(path));
  });
  return found;
}

// Calls back with every text in a value, and with every key of an object inside a record.
function visit(value: unknown, path: string[], say: (path: string[], word: string) => void): void {
  if (typeof value === "string") say(path, value);
  if (Array.isArray(value)) value.forEach((inner, i) => visit(inner, [...path, String(i)], say));
  if (!isObject(value) || value["archived"] === true) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "sort" || key === "name") continue;
    if (path.length >= 2) say([...path, key], key);
    visit(inner, [...path, key], say);
  }
}

/** A ready-made record that shows what a section is for. */
export interface Example<C extends Collection = Collection> {
  collection: C;
  /** Its name is the message plan.example.<name>. */
  name: ExampleName;
  make: (plan: Plan) => RecordOf[C];
  /** Whether a record does what the example would. */
  like(record: RecordOf[C]): boolean;
}

export type ExampleName =
  | "partner"
  | "workOptional"
  | "nationalPension"
  | "statePension"
  | "irp"
  | "workPension"
  | "lease"
  | "home"
  | "mortgage"
  | "healthInsurance"
  | "travel"
  | "car"
  | "keepRest";

function example<C extends Collection>(collection: C, name: ExampleName, like: (record: RecordOf[C]) => boolean, change: (plan: Plan) => Partial<RecordOf[C]>): Example<C> {
  return { collection, name, like, make: (plan) => ({ ...MAKERS[collection](plan), ...change(plan) }) };
}

// Claiming ages and rates: Korea's National Pension Act takes 6 % a year for early and adds
// 7.2 % a year for deferred pensions; elsewhere a plain 6 % and 8 % around 67 to begin from.
const pensionAges = {
  kr: { earliest: 60, normal: 65, latest: 70, reducePerYear: 0.06, increasePerYear: 0.072 },
  other: { earliest: 62, normal: 67, latest: 70, reducePerYear: 0.06, increasePerYear: 0.08 },
};

function pension(ages: typeof pensionAges.kr, dollars: number): (plan: Plan) => Partial<Income> {
  return (plan) => ({
    kind: "publicPension",
    amount: about(plan, dollars, "month"),
    span: { start: { at: "age", person: firstAdult(plan), years: ages.normal } },
    growth: { kind: "inflation" },
    survivorShare: 0.5,
    claim: ages,
  });
}

const KOREAN: { [C in Collection]?: Example } = {
  accounts: example<"accounts">("accounts", "irp", (account) => account.wrapper === "deferred", (plan) => ({
    owner: firstAdult(plan),
    wrapper: "deferred",
    kind: "kr.irp",
    access: { from: { at: "age", person: firstAdult(plan), years: 55 } },
  })),
  income: example<"income">("income", "nationalPension", (income) => income.kind === "publicPension", pension(pensionAges.kr, 1000)),
  property: example<"property">("property", "lease", () => true, (plan) => ({
    kind: "leaseDeposit",
    value: { ...about(plan, 300_000), basis: "nominal", asOf: plan.start },
    growth: { kind: "flat" },
  })),
};

const EVERYWHERE: { [C in Collection]: Example } = {
  people: example<"people">("people", "partner", (person) => !person.dependant, (plan) => ({ birth: birthAround(plan, 38) })),
  milestones: example<"milestones">("milestones", "workOptional", (milestone) => milestone.icon === "sun", (plan) => ({ icon: "sun", when: stopOf(plan, firstAdult(plan)) })),
  accounts: example<"accounts">("accounts", "workPension", (account) => account.wrapper === "deferred", (plan) => ({
    owner: firstAdult(plan),
    wrapper: "deferred",
    access: { from: { at: "age", person: firstAdult(plan), years: 60 } },
  })),
  income: example<"income">("income", "statePension", (income) => income.kind === "publicPension", pension(pensionAges.other, 1800)),
  spending: example<"spending">("spending", "travel", (spending) => spending.group === "travel", (plan) => ({
    group: "travel",
    tier: "flexible",
    cutFloor: 0.5,
    amount: about(plan, 400, "month"),
  })),
  property: example<"property">("property", "home", () => true, () => ({})),
  debts: example<"debts">("debts", "mortgage", () => true, () => ({})),
  insurance: example<"insurance">("insurance", "healthInsurance", (cover) => cover.kind === "health", () => ({ kind: "health", trigger: undefined, payout: undefined })),
  goals: example<"goals">("goals", "car", (goal) => goal.kind === "vehicle", (plan) => ({ kind: "vehicle", target: about(plan, 28_000, "once"), every: 10 })),
  saving: example<"saving">("saving", "keepRest", (rule) => rule.amount.rest === true, () => ({ amount: { rest: true }, bufferMonths: 6 })),
};

/** The example that a collection still lacks, to offer beside its button to add. */
export function lackingExample(plan: Plan, collection: Collection): Example | null {
  const { like, ...rest } = exampleFor(plan, collection);
  const there = living(recordsOf(plan, collection)).filter(([, record]) => like(record)).length;
  return there >= (collection === "people" ? 2 : 1) ? null : { like, ...rest };
}

/** The example a collection offers while it is empty. */
export function exampleFor(plan: Plan, collection: Collection): Example {
  const korean = plan.region === "KR" || plan.currency === "KRW";
  return (korean ? KOREAN[collection] : undefined) ?? EVERYWHERE[collection];
}

