import { useMemo, useState } from "react";
import type { Replay } from "../../api/types";
import { Bars } from "../../chart/Bars";
import type { Layer } from "../../chart/stacked";
import { Say, useLooseText, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { agesAt } from "../lines";
import { worthOf, type Worth } from "./flows";
import { OneFuture } from "./oneFuture";

type By = "wrapper" | "account";

/** What a household is worth, by what holds it. */
export function NetWorthView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const [by, setBy] = useState<By>("wrapper");
  const tools = <Segmented label={t("worth.by")} value={by} onChange={setBy} options={(["wrapper", "account"] as const).map((value) => ({ value, label: t(`worth.by.${value}`) }))} />;
  return (
    <OneFuture forecast={forecast} tools={tools}>
      {(replay) => <Life forecast={forecast} replay={replay} by={by} />}
    </OneFuture>
  );
}

/** For accounts, from pale to deep and back, so that neighbours differ in lightness. */
const tokens = ["--data-1", "--band-inner", "--data-3", "--data-2", "--data-6", "--data-5", "--band-median", "--data-4"];

function Life({ forecast, replay, by }: { forecast: Forecast; replay: Replay; by: By }) {
  const t = useText();
  const loose = useLooseText();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { basis } = usePreferences().settings;
  const plan = usePlanSession().state.plan;
  const worth = useMemo(() => worthOf(replay, plan, basis), [replay, plan, basis]);
  const layers = useMemo<Layer[]>(() => {
    const held = by === "account" ? worth.accounts.map((a) => ({ id: a.id, label: a.name, values: a.values })) : worth.held.map((h) => ({ id: h.wrapper, label: loose(`plan.wrapper.${h.wrapper}`, undefined, h.wrapper), values: h.values }));
    const shown = held.filter((l) => l.values.some((v) => v >= 0.5)).map((l, i) => ({ ...l, token: tokens[i % tokens.length] ?? "--data-1" }));
    const others: Layer[] = [
      { id: "things", label: t("worth.things"), values: worth.things, token: "--line-strong" },
      { id: "owed", label: t("worth.owed"), values: worth.owed, token: "--data-4" },
    ];
    return [...shown, ...others.filter((l) => l.values.some((v) => Math.abs(v) >= 0.5))];
  }, [worth, by, t, loose]);
  return (
    <Bars
      title={t(`metric.axis.${basis}`, { metric: t("worth.title"), unit })}
      years={worth.years}
      layers={layers}
      line={{ label: t("metric.netWorth.short"), values: worth.net }}
      short={(v) => money(v, { style: "axis" })}
      say={(v) => money(v)}
      note={(y) => agesAt(forecast.header, plan, y)}
      height={440}
      summary={<Told worth={worth} />}
    />
  );
}

function Told({ worth }: { worth: Worth }) {
  const amount = (value: number) => <Money value={value} style="round" />;
  const top = worth.net.reduce((best, v, i) => (v > (worth.net[best] ?? 0) ? i : best), 0);
  const last = worth.net.length - 1;
  // Next to nothing: tax that is paid the month after is always owed at the year's end.
  const debt = worth.owed[0] ?? 0;
  const free = worth.owed.findIndex((v) => v > debt * 0.02);
  return (
    <>
      <Say k="worth.told" with={{ first: worth.years[0] ?? 0, now: amount(worth.net[0] ?? 0), topYear: worth.years[top] ?? 0, top: amount(worth.net[top] ?? 0), end: worth.years[last] ?? 0, left: amount(worth.net[last] ?? 0) }} />{" "}
      {debt < -0.5 && free > 0 && <Say k="worth.told.free" with={{ year: worth.years[free] ?? 0 }} />}
    </>
  );
}
