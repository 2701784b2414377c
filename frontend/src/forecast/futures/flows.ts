// One future's money, year by year: what came in, what it went to, what did not happen. The engine
// says every line; here lines are only put together and written in the money that is asked for.
import type { Plan, Replay, ReplayLine } from "../../api/types";
import { monthIndex } from "../../format/time";
import type { Basis } from "../lines";

/** What money is for, or where it comes from. */
export const outParts = ["tax", "contribution", "essential", "flexible", "wish", "goal", "debt", "property", "surplus"] as const;
export type OutPart = (typeof outParts)[number];

export const tokenOf: Record<OutPart | "income" | "withdrawal" | "proceeds" | "cut" | "unpaid", string> = {
  income: "--data-1",
  withdrawal: "--band-inner",
  proceeds: "--data-5",
  tax: "--data-4",
  contribution: "--band-inner",
  essential: "--data-2",
  flexible: "--data-3",
  wish: "--data-5",
  goal: "--band-median",
  debt: "--data-6",
  property: "--line-strong",
  surplus: "--band-middle",
  cut: "--data-6",
  unpaid: "--bad",
};

/** One source of money in a span of years. */
export interface Source {
  id: string;
  kind: "income" | "withdrawal" | "proceeds";
  line: ReplayLine;
  values: number[];
}

/** Everything by calendar year; amounts are those of the basis. */
export interface Flows {
  years: number[];
  sources: Source[];
  out: Record<OutPart, number[]>;
  /** What was planned and given up by rule or for want of money, and what fell due and could not be paid. */
  cut: number[];
  unpaid: number[];
}

const tiers = ["essential", "flexible", "wish"] as const;

function outOf(line: ReplayLine, plan: Plan): OutPart | null {
  switch (line.kind) {
    case "spending":
      return tiers.find((tier) => tier === line.tier) ?? "essential";
    case "goal":
    case "tax":
      return line.kind;
    case "debt":
    case "property":
      return line.inward ? null : line.kind;
    case "saving":
      return leftOver(line, plan) ? "surplus" : "contribution";
    default:
      return null;
  }
}

/** Saving of what is left, rather than saving that is decided on. */
const leftOver = (line: ReplayLine, plan: Plan): boolean => line.id === "saving.surplus" || (line.id.startsWith("saving.") && plan.saving?.[line.record ?? ""]?.from === "surplus");

function sourceOf(line: ReplayLine): Source["kind"] | null {
  if (line.kind === "income" || line.kind === "withdrawal") return line.kind;
  return line.inward && line.kind !== "unfunded" ? "proceeds" : null;
}

/** The calendar years of a future, and the months of each. */
export function calendar(replay: Pick<Replay, "start" | "months">): { year: number; from: number; to: number }[] {
  const first = monthIndex(replay.start);
  const years = [];
  for (let year = Math.floor(first / 12); year * 12 < first + replay.months; year++) years.push({ year, from: Math.max(0, year * 12 - first), to: Math.min(replay.months, year * 12 + 12 - first) });
  return years;
}

export function flowsOf(replay: Replay, plan: Plan, basis: Basis): Flows {
  const years = calendar(replay);
  const yearly = (values: readonly number[]) =>
    years.map(({ from, to }) => {
      let sum = 0;
      for (let t = from; t < to; t++) sum += (values[t] ?? 0) * (basis === "nominal" ? (replay.price[t] ?? 1) : 1);
      return sum;
    });
  const zero = () => years.map(() => 0);
  const flows: Flows = { years: years.map((y) => y.year), sources: [], out: Object.fromEntries(outParts.map((p) => [p, zero()])) as Flows["out"], cut: zero(), unpaid: zero() };
  const due = new Map<string, { part: OutPart; values: number[] }[]>();
  const missing = new Map<string, number[]>();
  for (const line of replay.lines) {
    const values = yearly(line.values);
    const source = sourceOf(line);
    const part = outOf(line, plan);
    if (source && values.some((v) => v >= 0.5)) flows.sources.push({ id: line.id, kind: source, line, values });
    if (part) {
      add(flows.out[part], values);
      if (line.tier) due.set(line.tier, [...(due.get(line.tier) ?? []), { part, values }]);
    }
    if (line.kind === "unfunded" && line.tier) {
      add(line.id.startsWith("cut.") ? flows.cut : flows.unpaid, values);
      missing.set(line.tier, added(missing.get(line.tier) ?? zero(), values));
    }
  }
  for (const [tier, gone] of missing) takeOff(flows, due.get(tier) ?? [], gone);
  return flows;
}

// What did not happen is taken off what was due in its tier, in equal parts.
function takeOff(flows: Flows, due: readonly { part: OutPart; values: number[] }[], gone: readonly number[]): void {
  gone.forEach((missing, i) => {
    const sum = due.reduce((all, d) => all + (d.values[i] ?? 0), 0);
    if (missing <= 0 || sum <= 0) return;
    const share = Math.min(1, missing / sum);
    for (const { part, values } of due) flows.out[part][i] = (flows.out[part][i] ?? 0) - share * (values[i] ?? 0);
  });
}

function add(to: number[], values: readonly number[]): void {
  values.forEach((v, i) => (to[i] = (to[i] ?? 0) + v));
}

const added = (a: readonly number[], b: readonly number[]) => a.map((v, i) => v + (b[i] ?? 0));

/** The sum of some years, by their places. */
export const spanOf = (values: readonly number[], from: number, to: number) => values.slice(from, to + 1).reduce((sum, v) => sum + v, 0);

export const sumOf = (all: readonly (readonly number[])[], years: number) => all.reduce<number[]>((sum, values) => added(sum, values), Array.from({ length: years }, () => 0));

/** What a household is worth at the end of each year, by what holds it: accounts by their kind, things, and what is owed (below nothing). */
export interface Worth {
  years: number[];
  /** By kind of account, in the order of the plan's kinds. */
  held: { wrapper: string; values: number[] }[];
  accounts: { id: string; name: string; values: number[] }[];
  things: number[];
  owed: number[];
  net: number[];
}

export function worthOf(replay: Replay, plan: Plan, basis: Basis): Worth {
  const years = calendar(replay);
  // The price at a month's end is that at the beginning of the next.
  const price = (t: number) => (basis === "nominal" ? (replay.price[Math.min(t + 1, replay.months - 1)] ?? 1) : 1);
  const ends = (values: readonly number[]) => years.map(({ to }) => (values[to - 1] ?? 0) * price(to - 1));
  const accounts = replay.balances.map((b) => ({ id: b.record, name: b.name, values: ends(b.values) }));
  const kinds = new Map<string, number[]>();
  for (const a of accounts) {
    const wrapper = plan.accounts?.[a.id]?.wrapper ?? "other";
    kinds.set(wrapper, kinds.has(wrapper) ? added(kinds.get(wrapper) ?? [], a.values) : a.values);
  }
  const net = ends(replay.netWorth);
  const debts = ends(replay.debts);
  const money = sumOf(accounts.map((a) => a.values), years.length);
  return {
    years: years.map((y) => y.year),
    held: [...kinds].map(([wrapper, values]) => ({ wrapper, values })),
    accounts,
    things: net.map((v, i) => v - (money[i] ?? 0) + (debts[i] ?? 0)),
    owed: debts.map((v) => -v),
    net,
  };
}
