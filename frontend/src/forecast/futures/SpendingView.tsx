import { useMemo } from "react";
import type { Replay } from "../../api/types";
import { Bars } from "../../chart/Bars";
import type { Layer } from "../../chart/stacked";
import { Say, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { agesAt } from "../lines";
import { flowsOf, sumOf, tokenOf, type Flows } from "./flows";
import { OneFuture } from "./oneFuture";

/** What life costs in one future, by how much it matters, and what was given up. */
export function SpendingView({ forecast }: { forecast: Forecast }) {
  return <OneFuture forecast={forecast}>{(replay) => <Life forecast={forecast} replay={replay} />}</OneFuture>;
}

const paid = ["essential", "flexible", "wish", "goal", "debt", "property"] as const;

function Life({ forecast, replay }: { forecast: Forecast; replay: Replay }) {
  const t = useText();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { basis } = usePreferences().settings;
  const plan = usePlanSession().state.plan;
  const flows = useMemo(() => flowsOf(replay, plan, basis), [replay, plan, basis]);
  const layers = useMemo<Layer[]>(() => {
    const all: Layer[] = [
      ...paid.map((part) => ({ id: part, label: t(`cash.out.${part}`), token: tokenOf[part], values: flows.out[part] })),
      { id: "cut", label: t("spending.cut"), token: tokenOf.cut, values: flows.cut, hollow: true },
      { id: "unpaid", label: t("spending.unpaid"), token: tokenOf.unpaid, values: flows.unpaid, hollow: true },
    ];
    return all.filter((l) => l.values.some((v) => v >= 0.5));
  }, [flows, t]);
  return (
    <Bars
      title={t(`metric.axis.${basis}`, { metric: t("spending.title"), unit })}
      years={flows.years}
      layers={layers}
      short={(v) => money(v, { style: "axis" })}
      say={(v) => money(v)}
      note={(y) => agesAt(forecast.header, plan, y)}
      height={440}
      summary={<Told flows={flows} />}
    />
  );
}

function Told({ flows }: { flows: Flows }) {
  const t = useText();
  const amount = (value: number) => <Money value={value} style="round" />;
  const all = sumOf(paid.map((part) => flows.out[part]), flows.years.length);
  const top = all.reduce((best, v, i) => (v > (all[best] ?? 0) ? i : best), 0);
  const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);
  const [cut, unpaid] = [total(flows.cut), total(flows.unpaid)];
  const cutYears = flows.cut.filter((v, i) => v + (flows.unpaid[i] ?? 0) >= 0.5).length;
  return (
    <>
      <Say k="spending.told" with={{ year: flows.years[top] ?? 0, top: amount(all[top] ?? 0) }} />{" "}
      {cut + unpaid >= 0.5 ? <Say k="spending.told.missing" with={{ cut: amount(cut), unpaid: amount(unpaid), n: cutYears }} /> : t("spending.told.all")}
    </>
  );
}
