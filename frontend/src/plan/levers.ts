// Levers: values that people move rather than type, with a range that stands still while they do.

import type { MilestoneWhen, Plan } from "./document";
import { living } from "./order";
import { patchAt, type Patch } from "./patch";
import { readMonth, resolve, withAge, type MonthIndex } from "./when";

export interface Range {
  min: number;
  max: number;
  step: number;
}

/** From nothing to about double, in steps that people would say aloud. */
export function amountRange(value: number): Range {
  const max = nice(Math.max(Math.abs(value), 1) * 2);
  return { min: 0, max, step: max / 200 >= 1 ? niceStep(max / 200) : max / 200 };
}

// 1, 2, 2.5, 4, 5, 8 or 10 times a power of ten, not below the value.
function nice(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 2.5, 4, 5, 8, 10].find((n) => n * scale >= value * 0.999) ?? 10;
  return lead * scale;
}

function niceStep(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 5, 10].find((n) => n * scale >= value * 0.999) ?? 10;
  return lead * scale;
}

/** Where the age at which a person stops working is written, and what it is. */
export interface StopLever {
  /** The path of the reference in the document: the person's own, or the milestone's it follows. */
  path: string[];
  /** The milestone it follows, if it does. */
  milestone?: string;
  /** Age in months. */
  age: number;
  range: Range;
}

/** The lever of a person's working life; null where it hangs on a trigger or nothing is planned. */
export function stopLever(plan: Plan, id: string): StopLever | null {
  const person = plan.people[id];
  const birth = readMonth(person?.birth);
  const start = readMonth(plan.start);
  const stop = person?.work?.stop;
  const month = resolve(plan, stop);
  if (!stop || month === null || birth === null || start === null) return null;
  const path = stop.at === "milestone" ? ["milestones", stop.ref ?? "", "when"] : ["people", id, "work", "stop"];
  const milestone = stop.at === "milestone" ? { milestone: stop.ref ?? "" } : {};
  return { path, ...milestone, age: month - birth, range: stopRange(start - birth, month - birth) };
}

/** People who stop at the same moment by the same reference, and their one lever. */
export interface StopGroup {
  people: string[];
  /** In the age of the first of them. */
  lever: StopLever;
}

export function stopGroups(plan: Plan): StopGroup[] {
  const groups = new Map<string, StopGroup>();
  for (const [id, person] of living(plan.people)) {
    const lever = person.dependant ? null : stopLever(plan, id);
    if (!lever) continue;
    const key = `${lever.path.join("/")}+${person.work?.stop.offsetMonths ?? 0}`;
    const group = groups.get(key);
    if (group) group.people.push(id);
    else groups.set(key, { people: [id], lever });
  }
  return [...groups.values()];
}

// Whole years of age from today to 75, wider when the plan already says otherwise. Months are typed, or set on the timeline.
function stopRange(now: number, age: number): Range {
  const min = Math.min(Math.max(40, Math.ceil(now / 12)), Math.floor(age / 12));
  const max = Math.max(75, Math.ceil(age / 12), min + 1);
  return { min: min * 12, max: max * 12, step: 12 };
}

/** The patch that lets a person stop working at an age; everyone at that milestone moves along. */
export function stopPatch(plan: Plan, id: string, age: number): Patch {
  const lever = stopLever(plan, id);
  const birth = readMonth(plan.people[id]?.birth);
  if (!lever || birth === null) return {};
  const before = lever.milestone === undefined ? plan.people[id]?.work?.stop : plan.milestones?.[lever.milestone]?.when;
  const offset = lever.milestone === undefined ? 0 : (plan.people[id]?.work?.stop.offsetMonths ?? 0);
  const after = atMonth(plan, before, id, birth + age - offset);
  return patchAt(lever.path, replaced(before, after));
}

// The same month in the words the reference already uses: an age of whoever it counts, else an age of this person.
function atMonth(plan: Plan, before: MilestoneWhen | undefined, id: string, month: MonthIndex): MilestoneWhen {
  const person = before?.at === "age" && before.person ? before.person : id;
  const birth = readMonth(plan.people[person]?.birth) ?? month;
  return withAge({ at: "age", person }, month - birth);
}

/** A merge patch that turns one reference into another: what the new one lacks is removed. */
export function replaced(before: object | undefined, after: object): Patch {
  const gone = Object.keys(before ?? {}).filter((key) => !(key in after));
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...after };
}
