import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Replay } from "../../api/types";
import { Bars } from "../../chart/Bars";
import type { Flow } from "../../chart/ribbons";
import { Sankey } from "../../chart/Sankey";
import { formatPercent } from "../../format/number";
import { formatYear } from "../../format/time";
import { Say, useLocale, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { Slider } from "../../ui/Slider";
import { agesAt } from "../lines";
import { useLineName } from "../runs/lineName";
import { flowsOf, outParts, spanOf, sumOf, tokenOf, type Flows, type Source } from "./flows";
import styles from "./Futures.module.css";
import { OneFuture } from "./oneFuture";

/** Where money comes from and where it goes: one future, a year or more of it, and its whole life. */
export function CashFlowView({ forecast }: { forecast: Forecast }) {
  return <OneFuture forecast={forecast}>{(replay) => <Life forecast={forecast} replay={replay} />}</OneFuture>;
}

const spans = ["1", "5", "all"] as const;
type Span = (typeof spans)[number];

function Life({ forecast, replay }: { forecast: Forecast; replay: Replay }) {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { basis } = usePreferences().settings;
  const plan = usePlanSession().state.plan;
  const [query, setQuery] = useSearchParams();
  const flows = useMemo(() => flowsOf(replay, plan, basis), [replay, plan, basis]);
  const first = flows.years[0] ?? 0;
  const last = flows.years.at(-1) ?? first;
  const span: Span = spans.find((s) => s === query.get("span")) ?? "1";
  const asked = Number(query.get("y"));
  const year = asked >= first && asked <= last ? asked : Math.min(last, first + 1);
  const from = span === "all" ? 0 : year - first;
  const to = span === "all" ? flows.years.length - 1 : Math.min(flows.years.length - 1, from + Number(span) - 1);
  const put = (name: string, value: string) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const ins = useIns(flows.sources, from, to);
  const outs = useOuts(flows, from, to);
  const when = from === to ? formatYear(year, locale) : t("cash.span", { from: flows.years[from] ?? first, to: flows.years[to] ?? last });
  const layers = useLifeLayers(flows);
  const note = (y: number) => agesAt(forecast.header, plan, y);
  return (
    <div className={styles.stack}>
      <div>
        <div className={styles.tools}>
          <div className={styles.years}>
            <output>{when}</output>
            {span !== "all" && <Slider label={t("futures.year.choose")} value={year} min={first} max={last} step={1} onMove={(y) => put("y", String(y))} onCommit={(y) => put("y", String(y))} say={(y) => [formatYear(y, locale), note(y)].join(", ")} />}
          </div>
          <Segmented label={t("cash.span.choose")} value={span} onChange={(s) => put("span", s)} options={spans.map((s) => ({ value: s, label: t(`cash.span.${s}`) }))} />
        </div>
        <Sankey
          title={t(`metric.axis.${basis}`, { metric: t("cash.title", { when }), unit })}
          pool={t("cash.pool")}
          ins={ins}
          outs={outs}
          say={(v) => money(v)}
          share={(part) => formatPercent(part, locale)}
          summary={<Told flows={flows} from={from} to={to} when={when} />}
        />
      </div>
      <Bars
        title={t(`metric.axis.${basis}`, { metric: t("cash.life"), unit })}
        years={flows.years}
        layers={layers}
        short={(v) => money(v, { style: "axis" })}
        say={(v) => money(v)}
        note={note}
        chosen={span === "all" ? undefined : [flows.years[from] ?? first, flows.years[to] ?? last]}
        onYear={(y) => put("y", String(y))}
        summary={t("cash.life.note")}
      />
    </div>
  );
}

const least = 0.5;
const mostWays = 7;

function useIns(sources: readonly Source[], from: number, to: number): Flow[] {
  const t = useText();
  const nameOf = useLineName();
  return useMemo(() => {
    const found = sources.map((s) => ({ id: s.id, label: s.id.startsWith("employer.") ? t("cash.in.employer", { name: s.line.name ?? "" }) : nameOf(s.line), value: spanOf(s.values, from, to), token: tokenOf[s.kind], kind: s.kind })).filter((f) => f.value >= least);
    const order = { income: 0, proceeds: 1, withdrawal: 2 };
    const sorted = found.toSorted((a, b) => order[a.kind] - order[b.kind] || b.value - a.value);
    if (sorted.length <= mostWays) return sorted;
    // The smallest stand together, so that every name can be read.
    const small = new Set(sorted.toSorted((a, b) => a.value - b.value).slice(0, sorted.length - mostWays + 1));
    const rest = [...small].reduce((sum, f) => sum + f.value, 0);
    return [...sorted.filter((f) => !small.has(f)), { id: "rest", label: t("cash.rest", { n: small.size }), value: rest, token: "--data-6" }];
  }, [sources, from, to, nameOf, t]);
}

function useOuts(flows: Flows, from: number, to: number): Flow[] {
  const t = useText();
  return useMemo(() => outParts.map((part) => ({ id: part, label: t(`cash.out.${part}`), value: spanOf(flows.out[part], from, to), token: tokenOf[part] })).filter((f) => f.value >= least), [flows, from, to, t]);
}

function useLifeLayers(flows: Flows) {
  const t = useText();
  return useMemo(() => {
    const n = flows.years.length;
    const ins = (["income", "proceeds", "withdrawal"] as const).map((kind) => ({ id: kind, label: t(`cash.in.${kind}`), token: tokenOf[kind], values: sumOf(flows.sources.filter((s) => s.kind === kind).map((s) => s.values), n) }));
    const outs = outParts.map((part) => ({ id: part, label: t(`cash.out.${part}`), token: tokenOf[part], values: flows.out[part].map((v) => -v) }));
    return [...ins, ...outs].filter((l) => l.values.some((v) => Math.abs(v) >= least));
  }, [flows, t]);
}

function Told({ flows, from, to, when }: { flows: Flows; from: number; to: number; when: string }) {
  const t = useText();
  const amount = (value: number) => <Money value={value} style="round" />;
  const into = (kind: Source["kind"]) => flows.sources.filter((s) => s.kind === kind).reduce((sum, s) => sum + spanOf(s.values, from, to), 0);
  const out = (...parts: (keyof Flows["out"])[]) => parts.reduce((sum, part) => sum + spanOf(flows.out[part], from, to), 0);
  const came = amount(into("income") + into("proceeds"));
  const drawn = into("withdrawal");
  const went = { tax: amount(out("tax")), spent: amount(out("essential", "flexible", "wish", "goal", "debt", "property")), saved: amount(out("contribution", "surplus")) };
  const missing = spanOf(flows.cut, from, to) + spanOf(flows.unpaid, from, to);
  return (
    <>
      {drawn >= least ? <Say k="cash.told" with={{ when, came, drawn: amount(drawn), ...went }} /> : <Say k="cash.told.earned" with={{ when, came, ...went }} />}{" "}
      {missing >= least ? <Say k="cash.told.missing" with={{ missing: amount(missing) }} /> : t("cash.told.all")}
    </>
  );
}
