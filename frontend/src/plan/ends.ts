// Moving the ends of what the timeline draws as bars: the same words that the plan uses, some months on.

import type { Span, TimeRef } from "../api/types";
import { monthAt } from "../format/time";
import type { EditKey } from "./editNames";
import type { Bar } from "./lanes";
import type { Plan } from "./document";
import { replaced } from "./levers";
import { patchAt, type Patch } from "./patch";
import { endingOf, endMonth, isSpan, readMonth, shifted, type MonthIndex } from "./when";

export const SIDES = ["start", "end"] as const;
export type Side = (typeof SIDES)[number];

/** What a bar's time hangs on: a stretch, one moment, or only an end. */
type Held = { path: string[]; edit: EditKey } & ({ span: Span } | { moment: TimeRef; side: Side });

function heldBy(plan: Plan, bar: Bar): Held | null {
  const { id } = bar;
  switch (bar.tone) {
    case "income": {
      const income = plan.income?.[id];
      // A chosen claiming age decides when a pension begins, whatever the span says.
      if (!income || income.claim?.at !== undefined) return null;
      return { path: ["income", id, "span"], edit: "edit.income.span", span: income.span ?? {} };
    }
    case "spending":
      return { path: ["spending", id, "span"], edit: "edit.spending.span", span: plan.spending?.[id]?.span ?? {} };
    case "goal": {
      const when = plan.goals?.[id]?.when;
      if (!when) return null;
      const goal = { path: ["goals", id, "when"], edit: "edit.goals.when" } as const;
      if (isSpan(when)) return { ...goal, path: [...goal.path], span: when };
      return when.at === undefined ? null : { ...goal, path: [...goal.path], moment: { ...when, at: when.at }, side: "start" };
    }
    case "debt": {
      const end = plan.debts?.[id]?.end;
      return end ? { path: ["debts", id, "end"], edit: "edit.debts.end", moment: end, side: "end" } : null;
    }
    case "insurance":
      return null;
  }
}

/** The ends of a bar that can be moved. */
export function freeSides(plan: Plan, bar: Bar): readonly Side[] {
  const held = heldBy(plan, bar);
  if (!held) return [];
  if ("moment" in held) return [held.side];
  const once = bar.tone === "income" && plan.income?.[bar.id]?.amount.per === "once";
  return once ? ["start"] : SIDES;
}

/** The name under which moving a bar's end is kept. */
export function endEdit(plan: Plan, bar: Bar): EditKey {
  return heldBy(plan, bar)?.edit ?? "edit.record";
}

/** The patch that moves an end by some months, within the plan's time, and so that a month remains. */
export function endPatch(plan: Plan, bar: Bar, side: Side, months: number): Patch {
  const held = heldBy(plan, bar);
  const by = bounded(plan, bar, side, months);
  if (!held || by === 0) return {};
  if ("moment" in held) return patchAt(held.path, replaced(held.moment, shifted(plan, held.moment, by)));
  return patchAt(held.path, replaced(held.span, within(plan, held.span, bar, side, by)));
}

function bounded(plan: Plan, bar: Bar, side: Side, months: number): number {
  const first = readMonth(plan.start) ?? bar.from;
  const last = endMonth(plan) ?? bar.to;
  const at = side === "start" ? bar.from : bar.to;
  const [low, high] = side === "start" ? [Math.min(first, at), Math.max(at, Math.min(bar.to - 1, last))] : [Math.min(at, bar.from + 1), Math.max(at, last)];
  return Math.min(Math.max(at + months, low), high) - at;
}

/** A span with one end moved. A length stays a length: its other end stays where it is. */
function within(plan: Plan, span: Span, bar: Bar, side: Side, by: number): Span {
  const ending = endingOf(span);
  const start = span.start ?? { at: "now" as const };
  if (side === "start") {
    if (ending === "backwards") return { ...span, months: (span.months ?? 0) - by };
    const moved = moment(plan, start, bar.from + by, by);
    return ending === "months" ? { ...span, start: moved, months: (span.months ?? 0) - by } : { ...span, start: moved };
  }
  if (ending === "months") return { ...span, months: (span.months ?? 0) + by };
  const end = moment(plan, span.end ?? { at: "end" }, bar.to + by, by);
  return ending === "backwards" ? { ...span, end, months: (span.months ?? 0) + by } : { ...span, start, end };
}

/** A reference some months on; now and the end of the plan are no longer that once they are moved. */
function moment(plan: Plan, ref: TimeRef, month: MonthIndex, by: number): TimeRef {
  return ref.at === "now" || ref.at === "end" ? { at: "month", month: monthAt(month) } : shifted(plan, ref, by);
}
