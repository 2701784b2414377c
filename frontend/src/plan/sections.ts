// The twelve sections of the plan: which records each shows, and how far each is filled in.

import type { GuestSection, Problem } from "../api/types";
import type { Plan } from "./document";
import { living } from "./order";
import { fromPointer } from "./patch";
import { resolve } from "./when";
import { sumsToOne } from "./weights";

export const SECTIONS = [
  "people",
  "timeline",
  "accounts",
  "income",
  "spending",
  "property",
  "goals",
  "saving",
  "withdrawals",
  "allocation",
  "taxes",
  "assumptions",
] as const;

export type SectionId = (typeof SECTIONS)[number];

export const COLLECTIONS = [
  "people",
  "milestones",
  "accounts",
  "income",
  "spending",
  "property",
  "debts",
  "insurance",
  "goals",
  "saving",
] as const;

/** A top-level field that holds records by id. */
export type Collection = (typeof COLLECTIONS)[number];

const SHOWN: Record<SectionId, readonly Collection[]> = {
  people: ["people"],
  timeline: ["milestones"],
  accounts: ["accounts"],
  income: ["income"],
  spending: ["spending"],
  property: ["property", "debts", "insurance"],
  goals: ["goals"],
  saving: ["saving"],
  withdrawals: [],
  allocation: [],
  taxes: [],
  assumptions: [],
};

/** The records that a section lists; the other sections are one form each. */
export function collectionsOf(section: SectionId): readonly Collection[] {
  return SHOWN[section];
}

const GRANTED: Record<SectionId, GuestSection> = {
  people: "people",
  timeline: "people",
  accounts: "accounts",
  income: "income",
  spending: "spending",
  property: "property",
  goals: "goals",
  saving: "rules",
  withdrawals: "rules",
  allocation: "rules",
  taxes: "rules",
  assumptions: "rules",
};

/** The sections that are shown to whoever sees these parts of the household; the others are not there at all. */
export function sectionsFor(sees: (section: GuestSection) => boolean): SectionId[] {
  return SECTIONS.filter((section) => sees(GRANTED[section]));
}

export function isSection(name: string | undefined): name is SectionId {
  return (SECTIONS as readonly string[]).includes(name ?? "");
}

function isCollection(name: string | undefined): name is Collection {
  return (COLLECTIONS as readonly string[]).includes(name ?? "");
}

const TOP: { [field: string]: SectionId } = {
  name: "people",
  currency: "people",
  region: "people",
  start: "people",
  priceLevel: "people",
  scenarios: "people",
  milestones: "timeline",
  debts: "property",
  insurance: "property",
  targets: "goals",
  legacy: "goals",
  withdrawal: "withdrawals",
  tax: "taxes",
  fx: "assumptions",
};

/** Where a problem is mended: its section, and the record when it names one. */
export interface Place {
  section: SectionId;
  collection?: Collection;
  record?: string;
}

export function placeOf(pointer: string): Place {
  const [top = "", id] = fromPointer(pointer);
  const section = TOP[top] ?? (isSection(top) ? top : "people");
  if (!isCollection(top)) return { section };
  return id === undefined ? { section, collection: top } : { section, collection: top, record: id };
}

/** How far a section is filled in. */
export type Fullness = "empty" | "partial" | "complete" | "problem";

/** What a section still lacks; the message's key ends with it. */
export type Lack =
  | "nothing"
  | "person"
  | "workStop"
  | "account"
  | "income"
  | "pension"
  | "spending"
  | "essential"
  | "growth"
  | "debtEnd"
  | "saving"
  | "catchAll"
  | "orderMisses"
  | "mix"
  | "noTax"
  | "classes"
  | "optional"
  | "error"
  | "warning";

export interface State {
  fullness: Fullness;
  lack: Lack;
}

/** The state of a section's dot: errors first, then what is missing. */
export function stateOf(plan: Plan, section: SectionId, problems: readonly Problem[]): State {
  const here = problems.filter((problem) => placeOf(problem.pointer).section === section);
  if (here.some((problem) => problem.severity === "error")) return { fullness: "problem", lack: "error" };
  const lack = RULES[section](plan);
  if (lack !== "nothing") return { fullness: EMPTY.has(lack) ? "empty" : "partial", lack };
  if (here.length > 0) return { fullness: "partial", lack: "warning" };
  return { fullness: "complete", lack };
}

const EMPTY: ReadonlySet<Lack> = new Set<Lack>(["person", "account", "income", "spending", "saving", "optional"]);

const RULES: Record<SectionId, (plan: Plan) => Lack> = {
  people: (plan) => {
    const people = living(plan.people);
    if (people.length === 0) return "person";
    return people.some(([, person]) => !person.dependant && !person.work) ? "workStop" : "nothing";
  },
  timeline: (plan) => (living(plan.milestones).length === 0 ? "optional" : "nothing"),
  accounts: (plan) => (living(plan.accounts).length === 0 ? "account" : "nothing"),
  income: incomeLack,
  spending: (plan) => {
    const streams = living(plan.spending);
    if (streams.length === 0) return "spending";
    const essential = streams.filter(([, stream]) => stream.tier === "essential");
    if (essential.length === 0) return "essential";
    return essential.some(([, stream]) => !stream.growth) ? "growth" : "nothing";
  },
  property: (plan) => {
    const debts = living(plan.debts);
    if (debts.length + living(plan.property).length + living(plan.insurance).length === 0) return "optional";
    return debts.some(([, debt]) => !debt.end && !debt.payment) ? "debtEnd" : "nothing";
  },
  goals: (plan) => (living(plan.goals).length === 0 ? "optional" : "nothing"),
  saving: (plan) => {
    const rules = living(plan.saving).filter(([, rule]) => rule.enabled);
    if (rules.length === 0) return "saving";
    return rules.some(([, rule]) => rule.from === "surplus" && rule.amount.rest) ? "nothing" : "catchAll";
  },
  withdrawals: (plan) => (uncovered(plan).length > 0 ? "orderMisses" : "nothing"),
  allocation: (plan) => (allMixes(plan).every(sumsToOne) ? "nothing" : "mix"),
  taxes: (plan) => (plan.tax.regime === "none" ? "noTax" : "nothing"),
  assumptions: (plan) => (living(plan.assumptions.classes).length === 0 ? "classes" : "nothing"),
};

/** Pensions of the state or of a job, which most people have after 60. */
const PENSIONS: ReadonlySet<string> = new Set(["publicPension", "privatePension", "annuity"]);

function incomeLack(plan: Plan): Lack {
  const streams = living(plan.income);
  if (streams.length === 0) return "income";
  return streams.some(([, stream]) => PENSIONS.has(stream.kind)) ? "nothing" : "pension";
}

/** Wrappers whose money can be spent, if the household has an account of that kind. */
const LIQUID: ReadonlySet<string> = new Set(["cash", "taxable", "deferred", "exempt", "capped", "crypto", "other"]);

/** Liquid accounts that no step of the withdrawal order reaches. */
export function uncovered(plan: Plan): string[] {
  const { preset, order = [], neverTouch = [] } = plan.withdrawal;
  if (preset !== undefined && order.length === 0) return [];
  const picked = new Set(order.map((step) => step.pick));
  return living(plan.accounts)
    .filter(([id, account]) => LIQUID.has(account.wrapper) && !account.excludeFromPlan && !neverTouch.includes(id))
    .filter(([id, account]) => !picked.has(id) && !picked.has(account.wrapper))
    .map(([id]) => id);
}

function allMixes(plan: Plan): { [id: string]: number }[] {
  const allocs = [plan.allocation.default, ...living(plan.accounts).map(([, account]) => account.alloc)];
  return allocs.flatMap((alloc) => [
    ...(alloc?.weights ? [alloc.weights] : []),
    ...(alloc?.glide ?? []).map((point) => point.weights),
  ]);
}

/** Milestones in the order of time; those that hang on a trigger last. */
export function byTime(plan: Plan): string[] {
  const at = (id: string) => resolve(plan, plan.milestones?.[id]?.when) ?? Number.POSITIVE_INFINITY;
  return living(plan.milestones)
    .map(([id]) => id)
    .toSorted((a, b) => at(a) - at(b));
}
