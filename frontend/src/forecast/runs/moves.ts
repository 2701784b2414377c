// How a year of one future came about: what went into accounts and out of them and why, and the tax.
import type { AccountMove, MonthWorking, Replay, TaxWorking } from "../../api/types";

/** One reason to move money of one account, month by month in today's money; into it is positive. */
export interface Moves {
  record: string;
  why: AccountMove["why"];
  step: number | null;
  months: number[];
  sum: number;
}

/** The moves of some months, one row for each account and reason, in the order they first happen. */
export function movesOf(replay: Pick<Replay, "working">, from: number, to: number): Moves[] {
  const rows = new Map<string, Moves>();
  for (let month = from; month < to; month++) {
    for (const { record, why, step, amount } of replay.working[month]?.moves ?? []) {
      const key = [record, why, step ?? ""].join("\n");
      const row = rows.get(key) ?? { record, why, step: step ?? null, months: Array.from({ length: to - from }, () => 0), sum: 0 };
      row.months[month - from] = (row.months[month - from] ?? 0) + amount;
      row.sum += amount;
      rows.set(key, row);
    }
  }
  return [...rows.values()].filter((row) => row.months.some((v) => Math.abs(v) >= 0.005));
}

/** The most that steps of the withdrawal order might give before the year's income or tax stops them, one row for each account and step. */
export function fillsOf(replay: Pick<Replay, "working">, from: number, to: number): Omit<Moves, "why">[] {
  const rows = new Map<string, Omit<Moves, "why">>();
  for (let month = from; month < to; month++) {
    for (const { record, step, most } of replay.working[month]?.fills ?? []) {
      const key = `${record}\n${step}`;
      const row = rows.get(key) ?? { record, step, months: Array.from({ length: to - from }, () => 0), sum: 0 };
      row.months[month - from] = most;
      row.sum = most;
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}

/** Every taxpayer's last assessment in some months. */
export function assessmentsOf(replay: Pick<Replay, "working">, from: number, to: number): TaxWorking[] {
  const last = new Map<string, TaxWorking>();
  for (let month = from; month < to; month++) for (const tax of replay.working[month]?.taxes ?? []) last.set(tax.payer ?? "", tax);
  return [...last.values()].filter((tax) => Math.abs((tax.whole ?? tax.year).total) >= 0.005 || (tax.whole ?? tax.year).lines.length > 0);
}

/** What the spending rule decided in some months. */
export function decisionsOf(replay: Pick<Replay, "working">, from: number, to: number): { month: number; rule: NonNullable<MonthWorking["rule"]> }[] {
  const out = [];
  for (let month = from; month < to; month++) {
    const rule = replay.working[month]?.rule;
    if (rule) out.push({ month, rule });
  }
  return out;
}
