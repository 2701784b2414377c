import type { Cashflow, Plan } from "../../api/types";
import type { Forecast } from "../../shell/forecastSession";
import { agesAt, fanLines, yearEnd } from "../lines";

/** A kind of money that moves in a year. */
const flowKinds = ["income", "spending", "goal", "debt", "property", "tax", "fee", "saving", "withdrawal", "return", "unfunded"] as const;
type FlowKind = (typeof flowKinds)[number];

/** One year of the table: real amounts of today's money. */
interface Row {
  year: number;
  ages: string;
  p10: number;
  p50: number;
  p90: number;
  net50: number;
  flows: number[];
}

export interface Table {
  kinds: FlowKind[];
  rows: Row[];
}

/** Sums the lines of a kind, year by year. */
function flow(cashflow: Cashflow, kind: FlowKind): number[] {
  const sums = cashflow.years.map(() => 0);
  for (const line of cashflow.lines) {
    if (line.kind !== kind) continue;
    line.mean.forEach((v, i) => {
      sums[i] = (sums[i] ?? 0) + v;
    });
  }
  return sums;
}

/** Every year of the result; kinds that never move are left out. */
export function tableOf({ header, series }: Forecast, plan: Plan): Table {
  const line = (metric: "liquid" | "netWorth", p: number) => fanLines(series, "real", metric, [p])[0]?.values;
  const liquid = [10, 50, 90].map((p) => line("liquid", p));
  const net = line("netWorth", 50);
  const all = flowKinds.map((kind) => ({ kind, sums: flow(header.cashflow, kind) }));
  const moving = all.filter((f) => f.sums.some((v) => Math.abs(v) > 0.5));
  const rows = header.cashflow.years.map((year, i) => {
    const at = yearEnd(header, year);
    return {
      year,
      ages: agesAt(header, plan, year),
      p10: liquid[0]?.[at] ?? 0,
      p50: liquid[1]?.[at] ?? 0,
      p90: liquid[2]?.[at] ?? 0,
      net50: net?.[at] ?? 0,
      flows: moving.map((f) => f.sums[i] ?? 0),
    };
  });
  return { kinds: moving.map((f) => f.kind), rows };
}

/** Comma-separated values as spreadsheets read them: figures plain, words quoted where needed. */
export function csv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (v: string | number) => {
    const text = typeof v === "number" ? String(Math.round(v * 100) / 100) : v;
    // A leading sign in words would run as a formula in a spreadsheet.
    const safe = typeof v === "string" && /^[=+\-@\t]/.test(text) ? "'" + text : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
