import type { Series } from "../api/blocks";
import type { Plan, ResultHeader } from "../api/types";
import type { FanLine } from "../chart/Fan";
import type { Pin } from "../chart/pins";
import { ageIn, monthAt, monthIndex } from "../format/time";

export type Metric = "netWorth" | "liquid" | "spending";
export type Basis = "real" | "nominal";

/** The percentile lines of one metric, in rising order; only those that are asked for. */
export function fanLines(series: Series, basis: Basis, metric: Metric, percentiles = series.shape.percentiles): FanLine[] {
  return percentiles.flatMap((percentile) => {
    const values = series.line(basis, metric, percentile);
    return values ? [{ percentile, values }] : [];
  });
}

/** The plan's milestones as pins on the chart. */
export function milestonePins(header: ResultHeader): Pin[] {
  return header.milestones.filter((m) => m.month > 0 && m.month < header.months).map((m) => ({ id: m.id, month: m.month, label: m.name, icon: m.icon }));
}

/** Who of the adults is how old at the end of a year: "Alex 62 · Jordan 60". */
export function agesAt(header: ResultHeader, plan: Plan, year: number): string {
  const month = `${year}-12`;
  return header.people
    .filter((p) => !plan.people[p.id]?.dependant && monthIndex(month) <= monthIndex(header.start) + p.horizonMonth)
    .map((p) => `${p.name} ${ageIn(month, p.birth)}`)
    .join(" · ");
}

/** The month offset at the end of a calendar year, inside the result. */
export function yearEnd(header: ResultHeader, year: number): number {
  const offset = year * 12 + 11 - monthIndex(header.start);
  return Math.min(header.months - 1, Math.max(0, offset));
}

/** Calendar years that the result covers. */
export function yearsOf(header: ResultHeader): number[] {
  const first = Math.floor(monthIndex(header.start) / 12);
  const last = Number(monthAt(monthIndex(header.start) + header.months - 1).slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
