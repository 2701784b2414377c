// The two levers of the Today screen: what they change in the plan, in human steps.
import type { Patch } from "../../api/plans";
import type { Amount, Plan, TimeRef } from "../../api/types";
import { minorDigits } from "../../format/money";
import { addMonths } from "../../format/time";

/** Who stops working when, as the plan has it now. */
export interface WorkStop {
  person: string;
  name: string;
  /** Whole years of age; null when the stop is not said as an age. */
  age: number | null;
}

/** Everyone's last working age, in the order of the plan. */
export function workStops(plan: Plan): WorkStop[] {
  return Object.entries(plan.people)
    .filter(([, p]) => p.work && !p.dependant && !p.archived)
    .sort(([, a], [, b]) => (a.sort ?? "").localeCompare(b.sort ?? ""))
    .map(([id, p]) => ({ person: id, name: p.name ?? "", age: p.work ? ageOf(plan, p.work.stop) : null }));
}

function ageOf(plan: Plan, ref: TimeRef): number | null {
  if (ref.at === "age") return ref.years ?? null;
  if (ref.at !== "milestone") return null;
  const when = plan.milestones?.[ref.ref ?? ""]?.when;
  return when && "at" in when && when.at === "age" ? (when.years ?? null) : null;
}

/** Moves every stop of work by whole years. A milestone that several people share moves once. */
export function shiftWork(plan: Plan, years: number): Patch {
  const people: Patch = {};
  const milestones: Patch = {};
  for (const [id, p] of Object.entries(plan.people)) {
    if (!p.work || p.dependant || p.archived) continue;
    const ref = p.work.stop;
    if (ref.at === "milestone" && ref.ref) {
      const when = plan.milestones?.[ref.ref]?.when;
      const moved = when && "at" in when && when.at ? moveRef(when as TimeRef, years) : null;
      if (moved) milestones[ref.ref] = { when: moved };
    } else {
      const moved = moveRef(ref, years);
      if (moved) people[id] = { work: { stop: moved } };
    }
  }
  return { ...(Object.keys(people).length > 0 ? { people } : {}), ...(Object.keys(milestones).length > 0 ? { milestones } : {}) };
}

function moveRef(ref: TimeRef, years: number): Patch | null {
  if (ref.at === "age") return { years: (ref.years ?? 0) + years };
  if (ref.at === "month" && ref.month) return { month: addMonths(ref.month, years * 12) };
  return null;
}

/** Multiplies all everyday spending, now and in later phases, by a factor. */
export function scaleSpending(plan: Plan, factor: number): Patch {
  const spending: Patch = {};
  for (const [id, s] of Object.entries(plan.spending ?? {})) {
    if (s.archived || s.amount.per === "once") continue;
    const steps = s.steps?.map((step) => ({ ...step, ...(step.set ? { set: scaled(step.set, factor, plan.currency) } : {}), ...(step.add ? { add: scaled(step.add, factor, plan.currency) } : {}) }));
    spending[id] = { amount: { amt: scaled(s.amount, factor, plan.currency).amt }, ...(steps && steps.length > 0 ? { steps } : {}) };
  }
  return { spending };
}

// Three digits are as precise as anyone means it, and stay clear of cents.
function scaled(amount: Amount, factor: number, currency: string): Amount {
  const value = Number(amount.amt) * factor;
  if (value === 0) return amount;
  const digits = Math.max(-minorDigits(currency), Math.floor(Math.log10(Math.abs(value))) - 3);
  const step = 10 ** digits;
  return { ...amount, amt: String(Number((Math.round(value / step) * step).toFixed(minorDigits(currency)))) };
}
