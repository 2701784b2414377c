// The plan's time as a picture: swim-lanes with streams as bars and milestones as pins,
// and what moving a pin makes of the plan. Geometry in pixels, time in months.

import type { TimeRef } from "../api/types";
import type { MilestoneWhen, Plan } from "./document";
import { replaced } from "./levers";
import { living } from "./order";
import { patchAt, type Patch } from "./patch";
import { endMonth, isSpan, momentOf, readMonth, resolve, shifted, stretch, type MonthIndex, type Stretch } from "./when";

/** The lane of everything that is nobody's alone. */
export const HOUSEHOLD = "";

export type Tone = "income" | "spending" | "goal" | "debt" | "insurance";

export interface Bar extends Stretch {
  id: string;
  /** The section where it is edited. */
  section: "income" | "spending" | "goals" | "property";
  tone: Tone;
  /** A person's id, or HOUSEHOLD. */
  lane: string;
  name: string;
}

export interface Pin {
  /** A milestone's id, or "stop:" and a person's. */
  id: string;
  lane: string;
  month: MonthIndex;
  name: string;
  icon?: string;
  kind: "milestone" | "stop";
}

export interface Lane {
  id: string;
  bars: Bar[];
  pins: Pin[];
}

export interface Picture extends Stretch {
  lanes: Lane[];
}

/** What there is to draw; null for a plan without time. */
export function picture(plan: Plan): Picture | null {
  const from = readMonth(plan.start);
  const to = endMonth(plan);
  if (from === null || to === null || to <= from) return null;
  const bars = barsOf(plan).filter((bar) => bar.to > from && bar.from < to);
  const pins = pinsOf(plan);
  const lanes = [...living(plan.people).map(([id]) => id), HOUSEHOLD].map((id) => ({
    id,
    bars: bars.filter((bar) => bar.lane === id),
    pins: pins.filter((pin) => pin.lane === id),
  }));
  return { from, to, lanes: lanes.filter((lane) => lane.bars.length + lane.pins.length > 0) };
}

function barsOf(plan: Plan): Bar[] {
  const lane = (person: unknown) => (typeof person === "string" && plan.people[person] && !plan.people[person].archived ? person : HOUSEHOLD);
  const bar = (section: Bar["section"], tone: Tone, id: string, record: { name?: string }, owner: unknown, span: Stretch | null): Bar[] =>
    span && span.to > span.from ? [{ id, section, tone, lane: lane(owner), name: record.name ?? "", ...span }] : [];
  return [
    ...living(plan.income).flatMap(([id, income]) => bar("income", "income", id, income, income.person, income.amount.per === "once" ? once(stretch(plan, income.span)) : stretch(plan, income.span))),
    ...living(plan.spending).flatMap(([id, spending]) => bar("spending", "spending", id, spending, spending.owner, stretch(plan, spending.span))),
    ...living(plan.goals).flatMap(([id, goal]) => bar("goals", "goal", id, goal, HOUSEHOLD, isSpan(goal.when) ? stretch(plan, goal.when) : momentStretch(plan, momentOf(goal.when)))),
    ...living(plan.debts).flatMap(([id, debt]) => bar("property", "debt", id, debt, HOUSEHOLD, stretch(plan, debt.end ? { start: { at: "now" }, end: debt.end } : undefined))),
    ...living(plan.insurance).flatMap(([id, cover]) => bar("property", "insurance", id, cover, cover.insured, stretch(plan, cover.span ?? cover.premium?.span))),
  ];
}

/** What happens once is drawn as wide as a year. */
const ONCE = 12;

function once(span: Stretch | null): Stretch | null {
  return span && { from: span.from, to: span.from + ONCE };
}

function momentStretch(plan: Plan, ref: TimeRef): Stretch | null {
  const month = resolve(plan, ref);
  return month === null ? null : { from: month, to: month + ONCE };
}

function pinsOf(plan: Plan): Pin[] {
  const milestones = living(plan.milestones).flatMap(([id, milestone]): Pin[] => {
    const month = resolve(plan, milestone.when);
    if (month === null) return [];
    const lane = milestone.when.at === "age" ? (milestone.when.person ?? HOUSEHOLD) : HOUSEHOLD;
    return [{ id, lane, month, name: milestone.name ?? "", kind: "milestone", ...(milestone.icon ? { icon: milestone.icon } : {}) }];
  });
  const stops = living(plan.people).flatMap(([id, person]): Pin[] => {
    const stop = person.work?.stop;
    const month = resolve(plan, stop);
    if (!stop || month === null || stop.at === "milestone" || person.dependant) return [];
    return [{ id: "stop:" + id, lane: id, month, name: person.name ?? "", icon: "sun", kind: "stop" }];
  });
  return [...milestones, ...stops];
}

/** Where the reference behind a pin stands. */
function pinPath(id: string): string[] {
  return id.startsWith("stop:") ? ["people", id.slice(5), "work", "stop"] : ["milestones", id, "when"];
}

function pinRef(plan: Plan, id: string): MilestoneWhen | undefined {
  return id.startsWith("stop:") ? plan.people[id.slice(5)]?.work?.stop : plan.milestones?.[id]?.when;
}

/** The patch that moves a pin by some months, within the plan's time. */
export function pinPatch(plan: Plan, id: string, months: number): Patch {
  const ref = pinRef(plan, id);
  const month = resolve(plan, ref);
  const first = readMonth(plan.start);
  const end = endMonth(plan);
  if (ref?.at === undefined || month === null || first === null || end === null) return {};
  const by = Math.max(Math.min(first, month), Math.min(end, month + months)) - month;
  if (by === 0) return {};
  return patchAt(pinPath(id), replaced(ref, shifted(plan, { ...ref, at: ref.at }, by)));
}

/** Years with a grid line: as many as there is room for. */
export function ticks(from: MonthIndex, to: MonthIndex, width: number): number[] {
  const years = (to - from) / 12;
  const step = [1, 2, 5, 10, 20, 50].find((n) => (width / years) * n >= 56) ?? 50;
  const first = Math.ceil(from / 12 / step) * step;
  const out: number[] = [];
  for (let year = first; year * 12 <= to; year += step) out.push(year);
  return out;
}

/** Puts items into as few rows as keep them from touching; items are given by their left and right edges. */
export function rows(edges: readonly (readonly [left: number, right: number])[], gap: number): number[] {
  const ends: number[] = [];
  const order = edges.map((edge, i) => [edge[0], i] as const).toSorted((a, b) => a[0] - b[0]);
  const out = edges.map(() => 0);
  for (const [left, i] of order) {
    const free = ends.findIndex((end) => end + gap <= left);
    const row = free < 0 ? ends.length : free;
    ends[row] = edges[i]?.[1] ?? left;
    out[i] = row;
  }
  return out;
}
