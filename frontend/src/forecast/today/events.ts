// What comes up in the plan: moments with a name, in the order in which they come.
import type { Plan, ResultHeader, Span, TimeRef } from "../../api/types";
import { addMonths, monthIndex, monthsBetween } from "../../format/time";

export interface LifeEvent {
  id: string;
  /** Message key. */
  key: "event.milestone" | "event.goal" | "event.income.start" | "event.income.end" | "event.debt.end" | "event.property.sell" | "event.property.buy" | "event.work.stop";
  name: string;
  month: string;
  icon?: string;
}

/** The month of a moment, or null when the plan alone does not know it (triggers, unknown people). */
export function monthOf(plan: Plan, ref: TimeRef | undefined, depth = 0): string | null {
  if (!ref || depth > 16) return null;
  if (ref.at === "now") return plan.start;
  if (ref.at === "month") return ref.month ?? null;
  if (ref.at === "age") {
    const birth = plan.people[ref.person ?? ""]?.birth;
    return birth ? addMonths(birth, (ref.years ?? 0) * 12 + (ref.months ?? 0)) : null;
  }
  if (ref.at === "milestone") {
    const when = plan.milestones?.[ref.ref ?? ""]?.when;
    const month = when && "at" in when && when.at ? monthOf(plan, when as TimeRef, depth + 1) : null;
    return month ? addMonths(month, ref.offsetMonths ?? 0) : null;
  }
  return null;
}

/** Everything from the plan's start on, soonest first; one line for what is the same moment and thing. */
export function eventsOf(plan: Plan, header: ResultHeader | null): LifeEvent[] {
  const events = [...milestones(plan, header), ...goals(plan), ...income(plan), ...debts(plan), ...property(plan), ...work(plan)];
  return events
    .filter((e) => monthsBetween(plan.start, e.month) > 0)
    .sort((a, b) => monthIndex(a.month) - monthIndex(b.month) || a.id.localeCompare(b.id));
}

/** A moment that is a milestone itself is told by the milestone. */
function told(ref: TimeRef | undefined): boolean {
  return ref?.at === "milestone" && !ref.offsetMonths;
}

const live = <R extends { archived?: boolean }>(records: Record<string, R> | undefined) => Object.entries(records ?? {}).filter(([, r]) => !r.archived);

function milestones(plan: Plan, header: ResultHeader | null): LifeEvent[] {
  const resolved = new Map(header?.milestones.map((m) => [m.id, m.month]));
  return live(plan.milestones).flatMap(([id, m]) => {
    const offset = resolved.get(id);
    const month = offset === undefined ? ("at" in m.when ? monthOf(plan, m.when as TimeRef) : null) : addMonths(plan.start, offset);
    return month ? [{ id, key: "event.milestone" as const, name: m.name ?? "", month, ...(m.icon ? { icon: m.icon } : {}) }] : [];
  });
}

function goals(plan: Plan): LifeEvent[] {
  return live(plan.goals).flatMap(([id, g]) => {
    const first = startOf(plan, g.when);
    if (!first || told("at" in g.when && g.when.at ? (g.when as TimeRef) : (g.when as Span).start)) return [];
    const month = nextRound(plan, first, g.every);
    return [{ id, key: "event.goal" as const, name: g.name ?? "", month, icon: goalIcons[g.kind ?? ""] ?? "gift" }];
  });
}

const goalIcons: Record<string, string> = { education: "cap", home: "home", car: "car", vehicle: "car", wedding: "ring", travel: "plane", gift: "gift" };

function startOf(plan: Plan, when: TimeRef | Span): string | null {
  if ("at" in when && when.at) return monthOf(plan, when as TimeRef);
  return monthOf(plan, (when as Span).start);
}

function nextRound(plan: Plan, first: string, every: number | undefined): string {
  if (!every) return first;
  let month = first;
  while (monthsBetween(plan.start, month) <= 0) month = addMonths(month, every * 12);
  return month;
}

function income(plan: Plan): LifeEvent[] {
  return live(plan.income).flatMap(([id, i]) => {
    const start = monthOf(plan, i.span.start);
    const end = monthOf(plan, i.span.end);
    // A wage that ends with work is told by the person who stops.
    const ends = !told(i.span.end) && !(i.kind === "wage" && plan.people[i.person ?? ""]?.work);
    return [
      ...(start && start !== plan.start && !told(i.span.start) ? [{ id: id + ".start", key: "event.income.start" as const, name: i.name ?? "", month: start, icon: "bank" }] : []),
      ...(end && ends ? [{ id: id + ".end", key: "event.income.end" as const, name: i.name ?? "", month: end, icon: "bank" }] : []),
    ];
  });
}

function debts(plan: Plan): LifeEvent[] {
  return live(plan.debts).flatMap(([id, d]) => {
    const month = told(d.end) ? null : monthOf(plan, d.end);
    return month ? [{ id, key: "event.debt.end" as const, name: d.name ?? "", month, icon: "leaf" }] : [];
  });
}

function property(plan: Plan): LifeEvent[] {
  return live(plan.property).flatMap(([id, p]) => {
    const sold = told(p.sell?.at) ? null : monthOf(plan, p.sell?.at);
    const bought = told(p.buy?.at) ? null : monthOf(plan, p.buy?.at);
    return [
      ...(sold ? [{ id: id + ".sell", key: "event.property.sell" as const, name: p.name ?? "", month: sold, icon: "home" }] : []),
      ...(bought ? [{ id: id + ".buy", key: "event.property.buy" as const, name: p.name ?? "", month: bought, icon: "home" }] : []),
    ];
  });
}

function work(plan: Plan): LifeEvent[] {
  return live(plan.people).flatMap(([id, p]) => {
    // A stop that is a milestone is that milestone.
    if (!p.work || p.dependant || p.work.stop.at === "milestone") return [];
    const month = monthOf(plan, p.work.stop);
    return month ? [{ id: id + ".work", key: "event.work.stop" as const, name: p.name ?? "", month, icon: "sun" }] : [];
  });
}
