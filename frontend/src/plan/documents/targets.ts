// The fields of a plan that can take their value from a document, and what taking one changes.
import type { Amount, Per, ProposedField, Source, TimeRef } from "../../api/types";
import type { Reading } from "../../format/figures";
import type { Key } from "../../i18n/spoken";
import { recordsOf } from "../collection";
import type { Plan } from "../document";
import { living } from "../order";
import { patchAt, toPointer, type Patch } from "../patch";
import type { Collection } from "../sections";

type FieldKey = Extract<Key, `use.field.${string}`>;

/** A field, and what stands in it now. */
export interface Target {
  /** JSON pointer of the value, under which its source is kept. */
  pointer: string;
  path: readonly string[];
  collection: Collection;
  record: string;
  /** What the field is called beside the record's name. */
  label: FieldKey;
  now: Value | undefined;
}

export type Value = { kind: "amount"; amount: Amount } | { kind: "rate"; rate: number } | { kind: "month"; month: string | undefined; ref?: TimeRef };

/** Where fields stand in the records of a collection. */
interface Field {
  at: readonly string[];
  label: FieldKey;
  /** Also where it has no value yet. */
  open?: boolean;
}

const amounts: { [C in Collection]?: readonly Field[] } = {
  accounts: [{ at: ["balance"], label: "use.field.balance" }],
  income: [{ at: ["amount"], label: "use.field.amount" }],
  spending: [{ at: ["amount"], label: "use.field.amount" }],
  property: [
    { at: ["value"], label: "use.field.value", open: true },
    { at: ["rent"], label: "use.field.rent" },
  ],
  debts: [
    { at: ["balance"], label: "use.field.owed" },
    { at: ["payment"], label: "use.field.payment" },
  ],
  insurance: [
    { at: ["premium", "amount"], label: "use.field.premium" },
    { at: ["payout"], label: "use.field.payout" },
  ],
  goals: [{ at: ["target"], label: "use.field.target" }],
};

const rates: { [C in Collection]?: readonly Field[] } = {
  debts: [{ at: ["rate"], label: "use.field.rate" }],
  accounts: [{ at: ["fee"], label: "use.field.fee", open: true }],
  property: [{ at: ["taxRate"], label: "use.field.taxRate", open: true }],
};

const months: { [C in Collection]?: readonly Field[] } = {
  people: [{ at: ["birth"], label: "use.field.birth" }],
  accounts: [{ at: ["balance", "asOf"], label: "use.field.asOf", open: true }],
  income: [
    { at: ["span", "start"], label: "use.field.start" },
    { at: ["span", "end"], label: "use.field.end", open: true },
  ],
  spending: [
    { at: ["span", "start"], label: "use.field.start" },
    { at: ["span", "end"], label: "use.field.end", open: true },
  ],
  debts: [
    { at: ["balance", "asOf"], label: "use.field.asOf", open: true },
    { at: ["end"], label: "use.field.end", open: true },
  ],
  milestones: [{ at: ["when"], label: "use.field.when" }],
};

const fields = { amount: amounts, rate: rates, month: months };

/** Every field that can take a reading of this kind, in the order of the plan. */
export function targetsFor(plan: Plan, kind: Reading["kind"]): Target[] {
  return Object.entries(fields[kind]).flatMap(([key, list]) => {
    const collection = key as Collection;
    return living(recordsOf(plan, collection)).flatMap(([record, value]) =>
      list.flatMap(({ at, label, open = false }) => {
        const found = at.reduce<unknown>((v, k) => (typeof v === "object" && v !== null ? (v as Patch)[k] : undefined), value);
        const now = valueOf(kind, found);
        const path = [collection, record, ...at];
        // A fee in money takes no rate, a milestone on a condition no month.
        if (found !== undefined && !now) return [];
        return now || open ? [{ pointer: toPointer(path), path, collection, record, label, now }] : [];
      }),
    );
  });
}

/** What fields are meant by what a document proposes; a start is of too many things to be meant. */
const meant: Record<ProposedField, readonly (readonly [Collection, FieldKey])[]> = {
  balance: [["accounts", "use.field.balance"]],
  asOf: [["accounts", "use.field.asOf"]],
  fee: [["accounts", "use.field.fee"]],
  pension: [["income", "use.field.amount"]],
  premium: [["insurance", "use.field.premium"]],
  payout: [["insurance", "use.field.payout"]],
  owed: [["debts", "use.field.owed"]],
  payment: [["debts", "use.field.payment"]],
  rate: [["debts", "use.field.rate"]],
  rent: [
    ["spending", "use.field.amount"],
    ["property", "use.field.rent"],
  ],
  deposit: [["property", "use.field.value"]],
  start: [],
  end: [["debts", "use.field.end"]],
};

/** The fields that are meant by a proposal first, the others behind them; both in the order of the plan. */
export function meantFirst(targets: readonly Target[], field: ProposedField | undefined): { targets: readonly Target[]; only: Target | undefined } {
  const means = ({ collection, label }: Target) => field !== undefined && meant[field].some(([c, l]) => c === collection && l === label);
  const first = targets.filter(means);
  return { targets: [...first, ...targets.filter((target) => !means(target))], only: first.length === 1 ? first[0] : undefined };
}

function valueOf(kind: Reading["kind"], found: unknown): Value | undefined {
  if (kind === "rate") return typeof found === "number" ? { kind, rate: found } : undefined;
  if (typeof found !== "object" || found === null) return kind === "month" && typeof found === "string" ? { kind, month: found } : undefined;
  if (kind === "amount") return "amt" in found ? { kind, amount: found as Amount } : undefined;
  const ref = found as Partial<TimeRef>;
  return ref.at ? { kind, month: ref.at === "month" ? ref.month : undefined, ref: ref as TimeRef } : undefined;
}

/** What a person may say about a figure beside its digits. */
export interface Terms {
  /** By how much the document's figures are multiplied. */
  scale: number;
  /** Of an amount that comes again and again. */
  per: Per | undefined;
  /** Of a balance or a value. */
  asOf: string | undefined;
}

/** What the field holds once it has taken the reading. */
export function taken(plan: Plan, target: Target, reading: Reading, terms: Terms): Value {
  if (reading.kind === "rate") return { kind: "rate", rate: reading.rate };
  if (reading.kind === "month") return { ...reading, ...(timed(target) ? { ref: { at: "month", month: reading.month } } : {}) };
  const before = target.now?.kind === "amount" ? target.now.amount : undefined;
  // A document writes what is owed or paid as it likes; the plan counts all of it upwards.
  const size = (target.collection === "accounts" ? Number(reading.amt) : Math.abs(Number(reading.amt))) * terms.scale;
  const amount: Amount = {
    ...before,
    amt: String(Math.round(size * 1e6) / 1e6),
    cur: reading.cur ?? before?.cur ?? plan.currency,
    ...(terms.per ? { per: terms.per } : {}),
    ...(terms.asOf ? { asOf: terms.asOf } : {}),
  };
  return { kind: "amount", amount };
}

/** Whether the field is a moment, not a bare month. */
function timed({ path }: Target): boolean {
  const last = path.at(-1);
  return last === "start" || last === "end" || last === "when";
}

/** The one change that gives the field its value and the value its source. */
export function patchFor(target: Target, value: Value, source: Source): Patch {
  const kept = value.kind === "amount" ? value.amount : value.kind === "rate" ? value.rate : (value.ref ?? value.month);
  const patch = patchAt(target.path, replaced(target.now, kept));
  return { ...patch, sources: { [target.pointer]: source } };
}

/** A merge patch leaves what it does not name: what the moment was before must go. */
function replaced(now: Value | undefined, kept: unknown): unknown {
  if (now?.kind !== "month" || !now.ref || typeof kept !== "object" || kept === null) return kept;
  const gone = Object.fromEntries(Object.keys(now.ref).map((key) => [key, null]));
  return { ...gone, ...kept };
}

/** Whether the plan can count in a currency: its own, or one that it has a rate for. */
export function countsIn(plan: Plan, currency: string): boolean {
  return currency === plan.currency || Object.keys(plan.fx ?? {}).some((pair) => pair.split("/").includes(currency));
}
