import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { getYears } from "../../api/results";
import { YearDistribution } from "../../chart/YearDistribution";
import { histogram } from "../../chart/histogram";
import { formatCount } from "../../format/number";
import { formatYear } from "../../format/time";
import { Say, useLocale, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useFaultWords } from "../../shell/useFaultWords";
import { FailedState, Skeleton } from "../../ui/Card";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { Slider } from "../../ui/Slider";
import { agesAt } from "../lines";
import styles from "./Futures.module.css";

/** All futures in one year. The year is in the address, so that a picture can be shared. */
export function YearView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const words = useFaultWords();
  const [query, setQuery] = useSearchParams();
  const plan = usePlanSession().state.plan;
  const [metric, setMetric] = useState<"liquid" | "netWorth">("netWorth");
  const { header } = forecast;
  const shape = header.blocks.years;
  const first = shape.years[0] ?? 0;
  const last = shape.years.at(-1) ?? first;
  const asked = Number(query.get("y"));
  const kept = asked >= first && asked <= last ? asked : Math.round(first + (last - first) * 0.6);
  const [moving, setMoving] = useState<{ from: number; at: number } | null>(null);
  const year = moving?.from === kept ? moving.at : kept;
  const years = useQuery({ queryKey: ["years", header.hash], queryFn: ({ signal }) => getYears(header, signal), staleTime: Infinity, gcTime: 60_000 });
  const values = years.data?.year("real", metric, year);
  const name = t(`metric.${metric}.short`);
  return (
    <>
      <div className={styles.tools}>
        <div className={styles.years}>
          <output>{formatYear(year, locale)}</output>
          <Slider label={t("futures.year.choose")} value={year} min={first} max={last} step={1} onMove={(at) => setMoving({ from: kept, at })} onCommit={(y) => setQuery({ y: String(y) }, { replace: true })} say={(y) => [formatYear(y, locale), agesAt(header, plan, y)].join(", ")} />
        </div>
        <Segmented label={t("metric.choose")} value={metric} onChange={setMetric} options={(["netWorth", "liquid"] as const).map((m) => ({ value: m, label: t(`metric.${m}.short`) }))} />
      </div>
      <p className={styles.foot}>{agesAt(header, plan, year)}</p>
      {years.error && <FailedState title={words(years.error).title} fix={words(years.error).fix} />}
      {!values && !years.error && <Skeleton height={340} />}
      {values && (
        <YearDistribution title={t("futures.year.title", { year, metric: name, unit })} values={values} short={(v) => money(v, { style: "axis" })} say={(v) => money(v)} height={380} summary={<Summary year={year} values={values} />} />
      )}
    </>
  );
}

function Summary({ year, values }: { year: number; values: Float32Array }) {
  const t = useText();
  const locale = useLocale();
  const { median, low, empty, total } = histogram(values);
  return (
    <>
      <Say k="futures.year.summary" with={{ year, median: <Money value={median} style="round" />, low: <Money value={low} style="round" /> }} />{" "}
      {empty > 0 && t("futures.year.empty", { n: formatCount(empty, locale), total: formatCount(total, locale) })} {t("futures.year.real")}
    </>
  );
}
