import { useState } from "react";
import { useNavigate } from "react-router";
import type { ResultHeader } from "../../api/types";
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
import styles from "./Futures.module.css";

/** The fan, what breaks the futures that fail, and what was left out. */
export function FanView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const go = useNavigate();
  const { id } = usePlanSession().state;
  const { stale } = useForecast();
  const [metric, setMetric] = useState<Metric>("netWorth");
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
      <FutureFan forecast={forecast} metric={metric} height={440} onYear={(year) => void go(`/h/${id}/futures/year?y=${year}`)} summary={<FanSummary forecast={forecast} metric={metric} />} />
      <p className={styles.foot}>{t("futures.bands")}</p>
      <div className={styles.lower}>
        <Causes header={forecast.header} />
        <Limits header={forecast.header} />
      </div>
    </>
  );
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
