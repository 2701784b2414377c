import { ArrowLeftRight, Check } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Patch } from "../../api/plans";
import { getPaired } from "../../api/results";
import type { Paired } from "../../api/types";
import { FanPair, type Spread } from "../../chart/FanPair";
import { halfWidth, shownDifference, standing } from "../../format/chance";
import { formatCount, formatPercent, formatPoints } from "../../format/number";
import { monthIndex } from "../../format/time";
import { Say, useLocale, useText } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { successFact } from "../../shell/headline";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { useFaultWords } from "../../shell/useFaultWords";
import { useTitle } from "../../shell/useTitle";
import { Button, IconButton } from "../../ui/Button";
import { Card, EmptyState, FailedState, Skeleton } from "../../ui/Card";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { Select } from "../../ui/Inputs";
import { shareOf, useProgressNews } from "../../ui/useProgressNews";
import { agesAt, yearEnd } from "../lines";
import { RunTrouble } from "../RunTrouble";
import { BASE, branchesOf, type Branch } from "../scenarios";
import { useChance } from "../useChance";
import { useScenarios } from "../useScenarios";
import styles from "./Compare.module.css";
import { Fates, type Fate } from "./Fates";
import { Figures } from "./Figures";
import { stoppedCode, useOutcomes, type Outcome } from "./outcomes";
import { readyBranches } from "./ready";
import { ApplyDialog, Away, ScenarioList } from "./ScenarioList";
import { spreadOf } from "./spread";

/** Says in words what a patch changes in the plan: given by whoever knows the plan's editors. */
export type Differences = (props: { patch: Patch; onChange?: (patch: Patch) => void }) => ReactNode;

/** Draws what either side moves in time: from the same hand. */
export type Timelines = (props: { first: Patch; second: Patch; a: string; b: string }) => ReactNode;

/** Same futures, two plans. */
export default function Compare({ Differences, Timelines }: { Differences: Differences; Timelines: Timelines }) {
  const t = useText();
  useTitle(t("compare.title"));
  const { plan } = usePlanSession().state;
  const { open } = branchesOf(plan);
  return <div className={styles.page}>{open.length === 0 ? <Empty /> : <Side branches={open} Differences={Differences} Timelines={Timelines} />}</div>;
}

/** Who stands on which side, and who else in the table: all in the address. */
function useSides(branches: readonly Branch[]) {
  const [query, setQuery] = useSearchParams();
  const known = (id: string | null) => id === BASE || branches.some((b) => b.id === id);
  const a = known(query.get("a")) ? (query.get("a") ?? BASE) : BASE;
  const asked = query.get("b");
  const b = known(asked) && asked !== a ? (asked ?? BASE) : (branches.findLast((s) => s.id !== a)?.id ?? BASE);
  const also = (query.get("also") ?? "").split(",").filter((id) => id !== a && id !== b && id !== BASE && known(id));
  const go = (next: { a?: string; b?: string; also?: string[] }) => {
    const to = { a, b, also, ...next };
    setQuery({ ...(to.a === BASE ? {} : { a: to.a }), b: to.b, ...(to.also.length > 0 ? { also: to.also.join(",") } : {}) }, { replace: true });
  };
  return { a, b, also, go };
}

function Side({ branches, Differences, Timelines }: { branches: readonly Branch[]; Differences: Differences; Timelines: Timelines }) {
  const t = useText();
  const { plan } = usePlanSession().state;
  const { a, b, also, go } = useSides(branches);
  const columns = [...new Set([a, b, ...also])].slice(0, 4);
  const outcomes = useOutcomes([...new Set([BASE, ...columns])]);
  const of = (id: string) => outcomes.find((o) => o.id === id);
  const name = (id: string) => (id === BASE ? t("compare.base") : t("compare.quoted", { name: plan.scenarios?.[id]?.name ?? "" }));
  const patchOf = (id: string) => branches.find((s) => s.id === id)?.patch ?? {};
  const bare = (id: string) => (id === BASE ? t("compare.base.name") : (plan.scenarios?.[id]?.name ?? ""));
  const [first, second] = [of(a)?.forecast ?? null, of(b)?.forecast ?? null];
  const paired = usePaired(first, second);
  const { failed, result } = useForecast();
  const toggle = (id: string) => go({ also: also.includes(id) ? also.filter((x) => x !== id) : [...also, id] });
  return (
    <>
      <Heading paired={paired.data ?? null} a={name(a)} b={name(b)} />
      <RunTrouble />
      <div className={styles.sides}>
        <ScenarioList outcomes={outcomes} chosen={b} shown={columns} onChoose={(id) => go({ a: BASE, b: id, also: also.filter((x) => x !== id) })} onShow={toggle} />
        <div className={styles.main} hidden={failed !== null && !result}>
          <Pickers branches={branches} a={a} b={b} onChange={go} />
          {outcomes.map((o) => (
            <Trouble key={o.id} outcome={o} name={bare(o.id)} />
          ))}
          {paired.error && <p className={styles.note}>{t("compare.unpaired")}</p>}
          <Pair first={first} second={second} paired={paired.data ?? null} a={bare(a)} b={bare(b)} branch={branches.find((s) => s.id === b)} />
          <div className={styles.halves}>
            <What ids={[a, b].filter((id) => id !== BASE)} branches={branches} Differences={Differences} />
            <FatesCard paired={paired.data ?? null} a={name(a)} b={name(b)} broken={paired.error !== null} />
          </div>
          {first && second ? <Fan first={first} second={second} a={bare(a)} b={bare(b)} /> : <Skeleton height={340} />}
          <Card look="plain" title={t("compare.when")}>
            <Timelines first={patchOf(a)} second={patchOf(b)} a={bare(a)} b={bare(b)} />
          </Card>
          <Card look="plain" title={t("compare.table")}>
            <Figures columns={columns.map((id) => ({ id, name: bare(id), forecast: of(id)?.forecast ?? null }))} />
          </Card>
        </div>
      </div>
    </>
  );
}

function usePaired(first: Forecast | null, second: Forecast | null) {
  const [a, b] = [first?.header.hash ?? "", second?.header.hash ?? ""];
  return useQuery({ queryKey: ["paired", a, b], queryFn: ({ signal }) => getPaired(a, b, signal), enabled: a !== "" && b !== "", staleTime: Infinity, retry: false });
}

function Heading({ paired, a, b }: { paired: Paired | null; a: string; b: string }) {
  const t = useText();
  const locale = useLocale();
  if (!paired) return <h1 className={styles.h1}>{t("compare.h1")}</h1>;
  const more = paired.onlyB - paired.onlyA;
  const kind = paired.onlyA + paired.onlyB === 0 ? "same" : more === 0 ? "even" : more > 0 ? "better" : "worse";
  const words = { n: formatCount(paired.n, locale), a, b };
  const noise = paired.onlyA + paired.onlyB > 0 && paired.delta.ci.low <= 0 && paired.delta.ci.high >= 0;
  return (
    <>
      <h1 className={styles.h1}>{kind === "same" || kind === "even" ? t(`compare.h1.${kind}`, words) : t(`compare.h1.${kind}`, { ...words, count: formatCount(Math.abs(more), locale) })}</h1>
      <p className={styles.lede}>
        {t("compare.lede")} {noise && t("compare.lede.noise")}
      </p>
    </>
  );
}

function Pickers({ branches, a, b, onChange }: { branches: readonly Branch[]; a: string; b: string; onChange: (to: { a?: string; b?: string }) => void }) {
  const t = useText();
  const options = [{ value: BASE, label: t("compare.base.name") }, ...branches.map((s) => ({ value: s.id, label: s.name ?? "" }))];
  return (
    <div className={styles.pickers}>
      <Select label={t("compare.first")} value={a} options={options} onChange={(id) => onChange(id === b ? { a: id, b: a } : { a: id })} />
      <IconButton label={t("compare.swap")} onClick={() => onChange({ a: b, b: a })}>
        <ArrowLeftRight size={17} aria-hidden />
      </IconButton>
      <Select label={t("compare.second")} value={b} options={options} onChange={(id) => onChange(id === a ? { a: b, b: id } : { b: id })} />
    </div>
  );
}

/** A run that takes its time, was stopped or failed. */
function Trouble({ outcome, name }: { outcome: Outcome; name: string }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const what = t("compare.running", { name });
  const share = shareOf(outcome.progress) ?? 0;
  const working = outcome.id !== BASE && outcome.running && !outcome.forecast && !outcome.fault;
  useProgressNews({ name: working ? what : "", share, end: outcome.forecast ? t("compare.ran", { name }) : "" });
  if (outcome.id === BASE) return null;
  if (outcome.fault) {
    const stopped = outcome.fault.code === stoppedCode;
    const said = words(outcome.fault);
    return <FailedState title={t(stopped ? "compare.stopped" : "compare.failed", { name })} fix={stopped ? undefined : [said.title, said.fix, ...said.problems].filter(Boolean).join(" ")} actions={<Button onClick={outcome.again}>{t("forecast.again")}</Button>} />;
  }
  if (!working) return null;
  return (
    <div className={styles.running}>
      <span>
        {what}: {formatPercent(share, locale)}
      </span>
      <Button size="small" onClick={outcome.stop}>
        {t("compare.stop")}
      </Button>
    </div>
  );
}

function Pair({ first, second, paired, a, b, branch }: { first: Forecast | null; second: Forecast | null; paired: Paired | null; a: string; b: string; branch: Branch | undefined }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const { edits } = usePlanSession();
  return (
    <section className={styles.pair} aria-label={t("compare.pair")}>
      <Headline forecast={first} name={a} look="first" />
      <Headline forecast={second} name={b} look="second" />
      <div className={styles.verdict}>
        <Verdict first={first} second={second} paired={paired} />
        {branch && edits && (
          <Button size="small" icon={<Check size={15} aria-hidden />} onClick={() => setAsking(true)}>
            {t("compare.apply")}
          </Button>
        )}
      </div>
      <ApplyDialog branch={asking ? (branch ?? null) : null} onClose={() => setAsking(false)} />
    </section>
  );
}

function Headline({ forecast, name, look }: { forecast: Forecast | null; name: string; look: "first" | "second" }) {
  const t = useText();
  const say = useChance();
  const success = forecast && successFact(forecast.header);
  const month = forecast?.header.facts["spend.sustainable.month"];
  return (
    <div className={styles.side} data-look={look}>
      <h2 className={styles.sideName}>{name}</h2>
      {success ? (
        <>
          <p className={styles.big}>{say(success)}</p>
          <p className={styles.sideNote}>
            {t("compare.holds")} {success.ci && <span className={styles.luck}>± {halfWidth(success.ci)}</span>}
          </p>
          {month && (
            <p className={styles.sideNote}>
              <Say k="compare.month" with={{ amount: <Money value={month.value} style="round" className={styles.strong} /> }} />
            </p>
          )}
        </>
      ) : (
        <Skeleton height={84} />
      )}
    </div>
  );
}

function Verdict({ first, second, paired }: { first: Forecast | null; second: Forecast | null; paired: Paired | null }) {
  const t = useText();
  const was = first && successFact(first.header);
  const now = second && successFact(second.header);
  if (!paired || !was || !now) return <Skeleton height={60} />;
  const { low, high } = paired.delta.ci;
  const none = paired.onlyA + paired.onlyB === 0;
  const tone = none ? "near" : standing(paired.delta.value, paired.delta.ci, 0);
  return (
    <div>
      <p className={styles.big} data-tone={tone}>
        {none ? t("compare.same") : t("compare.points", { points: formatPoints(shownDifference(was.value, now.value)) })}
      </p>
      {!none && <p className={styles.sideNote}>{t("compare.range", { low: formatPoints(low), high: formatPoints(high) })}</p>}
    </div>
  );
}

function What({ ids, branches, Differences }: { ids: string[]; branches: readonly Branch[]; Differences: Differences }) {
  const t = useText();
  const acts = useScenarios();
  const { edits } = usePlanSession();
  const shown = branches.filter((s) => ids.includes(s.id));
  return (
    <Card look="plain" title={t("compare.what")}>
      {shown.map((branch) => (
        <div key={branch.id} className={styles.what}>
          {shown.length > 1 && <h3>{t("compare.what.of", { name: t("compare.quoted", { name: branch.name ?? "" }) })}</h3>}
          {Object.keys(branch.patch).length === 0 ? <p className={styles.note}>{t("compare.none")}</p> : <Differences patch={branch.patch} {...(edits ? { onChange: (patch: Patch) => void acts.replace(branch, patch) } : {})} />}
        </div>
      ))}
    </Card>
  );
}

function FatesCard({ paired, a, b, broken }: { paired: Paired | null; a: string; b: string; broken: boolean }) {
  const t = useText();
  const go = useNavigate();
  const { id } = usePlanSession().state;
  if (broken) return null;
  const open = (fate: Fate) => paired && void go(`/h/${id}/futures/runs?of=${paired.a}&against=${paired.b}&fate=${fate}`);
  return (
    <Card look="plain" title={t("compare.fates")}>
      {paired ? (
        <>
          <Fates paired={paired} a={a} b={b} onOpen={open} />
          <p className={styles.note}>{t("compare.fates.hint")}</p>
        </>
      ) : (
        <Skeleton height={240} />
      )}
    </Card>
  );
}

function Fan({ first, second, a, b }: { first: Forecast; second: Forecast; a: string; b: string }) {
  const t = useText();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { basis } = usePreferences().settings;
  const { plan } = usePlanSession().state;
  const x = useMemo(() => spreadOf(first, a, basis), [first, a, basis]);
  const y = useMemo(() => spreadOf(second, b, basis), [second, b, basis]);
  if (!x || !y) return null;
  const { header } = first;
  const year = Number(header.start.slice(0, 4)) + Math.floor((header.months * 0.6) / 12);
  const at = (s: Spread) => <Money value={s.median[Math.min(s.median.length - 1, yearEnd(header, year))] ?? 0} style="round" />;
  return (
    <Card look="plain" title={t("compare.fan")}>
      <FanPair
        title={t(`metric.axis.${basis}`, { metric: t("metric.liquid"), unit })}
        first={x}
        second={y}
        startIndex={monthIndex(header.start)}
        short={(v) => money(v, { style: "axis" })}
        say={(v) => money(v)}
        note={(shown) => agesAt(header, plan, shown)}
        summary={<Say k="compare.fan.summary" with={{ year, a: at(x), b: at(y), nameA: a, nameB: b }} />}
      />
    </Card>
  );
}

function Empty() {
  const t = useText();
  const acts = useScenarios();
  const { state, edits } = usePlanSession();
  const { running } = useForecast();
  const { away } = branchesOf(state.plan);
  const go = useNavigate();
  if (!edits) return <EmptyState page title={t("compare.h1")}>{t("compare.empty.reading")}</EmptyState>;
  const make = (name: string, patch: Patch) => void acts.create(name, patch).then((id) => id && go(`/h/${state.id}/compare?b=${id}`, { replace: true }));
  return (
    <>
      <EmptyState page title={t("compare.h1")}>
        {t("compare.empty.text")}
      </EmptyState>
      <ul className={styles.ready} aria-busy={running}>
        {readyBranches(state.plan).map(({ kind, patch }) => (
          <li key={kind}>
            <button type="button" className={styles.readyCard} onClick={() => make(t(`compare.new.${kind}`), patch)}>
              <span className={styles.readyName}>{t(`compare.new.${kind}`)}</span>
              <span className={styles.readyWhy}>{t(`compare.new.${kind}.why`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.note}>
        <Link to={`/h/${state.id}/levers`}>{t("compare.empty.levers")}</Link>
      </p>
      {away.length > 0 && <Away branches={away} />}
    </>
  );
}
