import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { getYears } from "../../api/results";
import type { ResultHeader } from "../../api/types";
import type { Singles } from "../../chart/Fan";
import { formatCount } from "../../format/number";
import { Say, useLocale, useLooseText, useText } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { Card } from "../../ui/Card";
import { Money } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { FutureFan } from "../FutureFan";
import { agesAt, fanLines, yearEnd, type Metric } from "../lines";
import { someOf, usePicked } from "../picked";
import styles from "./Futures.module.css";

/** The fan, what breaks the futures that fail, and what was left out. */
export function FanView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const go = useNavigate();
  const { id } = usePlanSession().state;
  const { stale } = useForecast();
  const locale = useLocale();
  const [metric, setMetric] = useState<Metric>("netWorth");
  const singles = useSingles(forecast, metric);
  return (
    <>
      <div className={styles.tools}>
        <Segmented
          label={t("metric.choose")}
          value={metric}
          onChange={setMetric}
          options={(["netWorth", "liquid", "spending"] as const).map((m) => ({ value: m, label: t(`metric.${m}.short`) }))}
        />
        {stale && <span className={styles.foot}>{t("forecast.old")}</span>}
      </div>
      <FutureFan forecast={forecast} metric={metric} height={440} singles={singles} onYear={(year) => void go(`/h/${id}/futures/year?y=${year}`)} summary={<FanSummary forecast={forecast} metric={metric} />} />
      <p className={styles.foot}>
        {t("futures.bands")} {singles && t("cloud.fan.lines", { n: formatCount(singles.lines.length, locale) })}
      </p>
      <div className={styles.lower}>
        <Causes header={forecast.header} />
        <Limits header={forecast.header} />
      </div>
    </>
  );
}

const mostSingles = 20;

/** Some of the picked futures as lines, where their years are known: in today's money, of what is owned and what can be reached. */
function useSingles({ header }: Forecast, metric: Metric): Singles | null {
  const { basis } = usePreferences().settings;
  const [picked] = usePicked(header);
  const wanted = picked.length > 0 && basis === "real" && metric !== "spending";
  const { data: years } = useQuery({ queryKey: ["years", header.hash], queryFn: ({ signal }) => getYears(header, signal), enabled: wanted, staleTime: Infinity, gcTime: 60_000 });
  return useMemo(() => {
    if (!wanted || !years) return null;
    const { shape } = years;
    const ends = shape.years.map((year) => years.year("real", metric, year));
    return { months: shape.years.map((year) => yearEnd(header, year)), lines: someOf(picked, mostSingles).map((future) => Float32Array.from(ends, (end) => end?.[future] ?? 0)) };
  }, [wanted, years, metric, header, picked]);
}

/** One sentence about the year in which work has ended for all, or the middle of the plan. */
function FanSummary({ forecast, metric }: { forecast: Forecast; metric: Metric }) {
  const { settings } = usePreferences();
  const plan = usePlanSession().state.plan;
  const { header, series } = forecast;
  const year = telling(header);
  const at = yearEnd(header, year);
  const value = (percentile: number) => fanLines(series, settings.basis, metric, [percentile])[0]?.values[at] ?? 0;
  const amount = (percentile: number) => <Money value={value(percentile)} style="round" />;
  const ages = agesAt(header, plan, year);
  const figures = { year, median: amount(50), low: amount(10), high: amount(90) };
  return ages ? <Say k="futures.fan.summary.age" with={{ ...figures, ages }} /> : <Say k="futures.fan.summary" with={figures} />;
}

function telling(header: ResultHeader): number {
  const start = Number(header.start.slice(0, 4));
  const first = header.milestones.filter((m) => m.icon === "sun" && m.month > 0)[0];
  const months = first ? Math.min(header.months - 1, first.month + 120) : Math.floor(header.months * 0.6);
  return start + Math.floor(months / 12);
}

function Causes({ header }: { header: ResultHeader }) {
  const t = useText();
  const loose = useLooseText();
  const locale = useLocale();
  const causes = header.causes.filter((c) => c.count > 0).sort((a, b) => b.count - a.count);
  const most = causes[0]?.count ?? 1;
  return (
    <Card look="plain" title={t("futures.causes")}>
      {causes.length === 0 && <p className={styles.note}>{t("futures.causes.none")}</p>}
      <ul className={styles.causes}>
        {causes.map((c) => (
          <li key={c.cause} className={styles.cause}>
            <span>{loose("cause." + c.cause, undefined, c.cause)}</span>
            <span>{t("futures.causes.count", { n: formatCount(c.count, locale) })}</span>
            <div className={styles.track} aria-hidden>
              <div className={styles.fill} style={{ width: `${(c.count / most) * 100}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Limits({ header }: { header: ResultHeader }) {
  const t = useText();
  const locale = useLocale();
  if (header.limits.length === 0) return null;
  return (
    <Card look="plain" title={t("futures.limits")}>
      {header.limits.map((p) => (
        <p key={p.pointer + p.code} className={styles.note}>
          {p.text[locale]}
        </p>
      ))}
    </Card>
  );
}
