// Moments and stretches of the plan's time: months counted from year 0, references
// resolved for drawing, and what editing one of them makes of it. The engine resolves
// plans on its own; nothing here is a result.

import { monthAt, monthIndex } from "../format/time";
import type { Growth, GrowthKind, Person, Span, TimeRef } from "../api/types";
import type { GoalWhen, MilestoneWhen, Plan } from "./document";
import { living } from "./order";

/** A calendar month as year × 12 + (month − 1). */
export type MonthIndex = number;

/** The age a survival table is drawn to until the engine has read it. */
const TABLE_AGE = 95;

export function readMonth(text: string | undefined): MonthIndex | null {
  const index = monthIndex(text ?? "");
  return Number.isNaN(index) ? null : index;
}

function horizonMonth(person: Person): MonthIndex | null {
  const birth = readMonth(person.birth);
  if (birth === null) return null;
  return birth + (person.horizon?.age ?? TABLE_AGE) * 12;
}

/** The last survivor's horizon. */
export function endMonth(plan: Plan): MonthIndex | null {
  const ends = living(plan.people)
    .filter(([, person]) => !person.dependant)
    .map(([, person]) => horizonMonth(person))
    .filter((month) => month !== null);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** The month a reference stands for; null when it hangs on a trigger, a circle or something missing. */
export function resolve(plan: Plan, ref: MilestoneWhen | undefined, seen: readonly string[] = []): MonthIndex | null {
  switch (ref?.at) {
    case "now":
      return readMonth(plan.start);
    case "month":
      return readMonth(ref.month);
    case "age": {
      const birth = readMonth(plan.people[ref.person ?? ""]?.birth);
      return birth === null ? null : birth + (ref.years ?? 0) * 12 + (ref.months ?? 0);
    }
    case "milestone": {
      const id = ref.ref ?? "";
      const milestone = plan.milestones?.[id];
      if (!milestone || milestone.when.trigger || seen.includes(id)) return null;
      const month = resolve(plan, milestone.when, [...seen, id]);
      return month === null ? null : month + (ref.offsetMonths ?? 0);
    }
    case "end":
      return endMonth(plan);
    default:
      return null;
  }
}

/** Age in months of a person in a month. */
export function ageIn(plan: Plan, person: string, month: MonthIndex): number | null {
  const birth = readMonth(plan.people[person]?.birth);
  return birth === null ? null : month - birth;
}

/** The same reference, some months later; it stays the kind of reference it was where it can. */
export function shifted(plan: Plan, ref: TimeRef, months: number): TimeRef {
  switch (ref.at) {
    case "age":
      return withAge(ref, (ref.years ?? 0) * 12 + (ref.months ?? 0) + months);
    case "milestone": {
      const { offsetMonths = 0, ...rest } = ref;
      const offset = offsetMonths + months;
      return offset === 0 ? rest : { ...rest, offsetMonths: offset };
    }
    default: {
      const month = resolve(plan, ref);
      return month === null ? ref : { at: "month", month: monthAt(month + months) };
    }
  }
}

export function withAge(ref: TimeRef, ageMonths: number): TimeRef {
  const { months: _, ...rest } = ref;
  const total = Math.max(0, Math.round(ageMonths));
  const years = Math.floor(total / 12);
  return total % 12 === 0 ? { ...rest, years } : { ...rest, years, months: total % 12 };
}

/** The reference as another kind, standing for the same month as far as that kind can say it. */
export function as(plan: Plan, ref: TimeRef | undefined, kind: TimeRef["at"]): TimeRef {
  if (ref?.at === kind) return ref;
  const month = resolve(plan, ref) ?? readMonth(plan.start) ?? 0;
  switch (kind) {
    case "month":
      return { at: "month", month: monthAt(month) };
    case "age":
      return asAge(plan, ref, month);
    case "milestone":
      return { at: "milestone", ref: nearestMilestone(plan, month) ?? "" };
    default:
      return { at: kind };
  }
}

function asAge(plan: Plan, ref: TimeRef | undefined, month: MonthIndex): TimeRef {
  const people = living(plan.people);
  const wanted = people.find(([id]) => id === ref?.person) ?? people.find(([, p]) => !p.dependant) ?? people[0];
  if (!wanted) return { at: "age", person: "", years: 65 };
  return withAge({ at: "age", person: wanted[0] }, month - (readMonth(wanted[1].birth) ?? month));
}

function nearestMilestone(plan: Plan, month: MonthIndex): string | undefined {
  const distance = ([, milestone]: readonly [string, { when: MilestoneWhen }]) => {
    const at = resolve(plan, milestone.when);
    return at === null ? Number.POSITIVE_INFINITY : Math.abs(at - month);
  };
  return living(plan.milestones).toSorted((a, b) => distance(a) - distance(b))[0]?.[0];
}

/** Milestones that a milestone may refer to without closing a circle. */
export function milestonesOutside(plan: Plan, id: string | undefined): string[] {
  return living(plan.milestones)
    .map(([key]) => key)
    .filter((key) => id === undefined || !reaches(plan, key, id, []));
}

function reaches(plan: Plan, from: string, to: string, seen: readonly string[]): boolean {
  if (from === to) return true;
  if (seen.includes(from)) return false;
  const when = plan.milestones?.[from]?.when;
  const refs = [when, when?.trigger?.after, when?.trigger?.before].map((ref) => ref?.ref);
  return refs.some((ref) => ref !== undefined && reaches(plan, ref, to, [...seen, from]));
}

export type SpanEnding = "horizon" | "end" | "months" | "backwards";

/** How a span says where it ends: not at all, at a moment, by length, or by length before an end. */
export function endingOf(span: Span): SpanEnding {
  if (span.months !== undefined && span.months > 0) return span.start ? "months" : "backwards";
  return span.end ? "end" : "horizon";
}

export interface Stretch {
  from: MonthIndex;
  /** The first month outside. */
  to: MonthIndex;
}

export function stretch(plan: Plan, span: Span | undefined): Stretch | null {
  const start = readMonth(plan.start);
  const horizon = endMonth(plan);
  if (start === null || horizon === null) return null;
  if (!span) return { from: start, to: horizon };
  const ending = endingOf(span);
  if (ending === "backwards") {
    const to = span.end ? resolve(plan, span.end) : horizon;
    return to === null ? null : { from: to - (span.months ?? 0), to };
  }
  const from = span.start ? resolve(plan, span.start) : start;
  if (from === null) return null;
  if (ending === "months") return { from, to: from + (span.months ?? 0) };
  const to = ending === "end" ? resolve(plan, span.end) : horizon;
  return to === null ? null : { from, to };
}

/** The span with another way of ending, as near to the same stretch as that way can say. */
export function endedBy(plan: Plan, span: Span, ending: SpanEnding): Span {
  const { start, end, months, ...rest } = span;
  const was = stretch(plan, span);
  const first: TimeRef = start ?? (was ? { at: "month", month: monthAt(was.from) } : { at: "now" });
  const length = months ?? (was ? Math.max(1, was.to - was.from) : 12);
  switch (ending) {
    case "horizon":
      return { ...rest, start: first };
    case "end":
      return { ...rest, start: first, end: end ?? endOf(plan, was) };
    case "months":
      return { ...rest, start: first, months: length };
    case "backwards":
      return { ...rest, end: end ?? endOf(plan, was), months: length };
  }
}

function endOf(plan: Plan, was: Stretch | null): TimeRef {
  const horizon = endMonth(plan);
  return was === null || was.to === horizon ? { at: "end" } : { at: "month", month: monthAt(was.to) };
}

export function isSpan(when: GoalWhen): boolean {
  return when.at === undefined && (when.start !== undefined || when.end !== undefined);
}

/** A goal's moment as a span of some months from there, or a span's start as a moment. */
export function goalWhen(when: GoalWhen, as: "moment" | "span"): GoalWhen {
  if (as === "span") return isSpan(when) ? when : { start: momentOf(when), months: 12 };
  return isSpan(when) ? (when.start ?? when.end ?? { at: "now" }) : when;
}

export function momentOf(when: GoalWhen): TimeRef {
  const { start: _start, end: _end, ...rest } = when;
  return rest.at === undefined ? { at: "now" } : { ...rest, at: rest.at };
}

/** The growth as another kind: what the new kind does not read goes, the rest stays. */
export function grownBy(growth: Growth | undefined, kind: GrowthKind, firstIndex: string | undefined): Growth {
  const { rate, index, kind: _, ...rest } = growth ?? { kind };
  switch (kind) {
    case "inflationPlus":
      return { ...rest, kind, rate: growth?.kind === "rate" ? 0.01 : (rate ?? 0.01) };
    case "rate":
      return { ...rest, kind, rate: growth?.kind === "inflationPlus" ? 0.03 : (rate ?? 0.03) };
    case "index":
      return { ...rest, kind, index: index ?? firstIndex ?? "" };
    default:
      return { ...rest, kind };
  }
}
