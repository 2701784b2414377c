import { useMemo, type ReactNode } from "react";
import { Fan, type Singles } from "../chart/Fan";
import { monthIndex } from "../format/time";
import { useText } from "../i18n/text";
import { useForecast, type Forecast } from "../shell/forecastSession";
import { usePlanSession } from "../shell/planSession";
import { usePreferences } from "../shell/preferences";
import { useMoneyText, useMoneyUnit } from "../ui/Money";
import { agesAt, fanLines, milestonePins, type Metric } from "./lines";

const broad = [5, 25, 50, 75, 95];

/** The fan of the open plan: what is shown now, with the median of before while something is tried. */
export function FutureFan({ forecast, metric, size = "full", height, summary, singles, onYear }: { forecast: Forecast; metric: Metric; size?: "small" | "full"; height?: number; summary?: ReactNode; singles?: Singles | null; onYear?: (year: number) => void }) {
  const t = useText();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { settings } = usePreferences();
  const { base, previewing, stale } = useForecast();
  const plan = usePlanSession().state.plan;
  const { header, series } = forecast;
  const basis = settings.basis;
  const lines = useMemo(() => fanLines(series, basis, metric, size === "small" ? broad : undefined), [series, basis, metric, size]);
  const pins = useMemo(() => milestonePins(header), [header]);
  const before = previewing && base ? base.series.line(basis, metric, 50) : null;
  const name = t(size === "small" ? `metric.${metric}.short` : `metric.${metric}`);
  return (
    <Fan
      title={t(`metric.axis.${basis}`, { metric: name, unit })}
      lines={lines}
      before={before}
      startIndex={monthIndex(header.start)}
      short={(v) => money(v, { style: "axis" })}
      say={(v) => money(v)}
      note={(year) => agesAt(header, plan, year)}
      pins={pins}
      stale={stale}
      size={size}
      {...(height ? { height } : {})}
      summary={summary}
      singles={singles}
      onYear={onYear}
    />
  );
}
