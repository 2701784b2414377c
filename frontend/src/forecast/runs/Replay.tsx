import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { getReplay } from "../../api/results";
import type { Replay as Played, ResultHeader } from "../../api/types";
import { Fan } from "../../chart/Fan";
import { YearStrip } from "../../chart/YearStrip";
import { formatCount, formatPercent } from "../../format/number";
import { formatYear, monthIndex } from "../../format/time";
import { midSentence } from "../../i18n/fill";
import { Say, useLocale, useLooseText, useText } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePreferences } from "../../shell/preferences";
import { useFaultWords } from "../../shell/useFaultWords";
import { useKeys } from "../../shell/useKeys";
import { useTitle } from "../../shell/useTitle";
import { Button, IconButton } from "../../ui/Button";
import { Card, FailedState, Skeleton } from "../../ui/Card";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { agesAt, fanLines } from "../lines";
import { useLineName } from "./lineName";
import styles from "./Replay.module.css";
import type { Rows } from "./rows";
import { useRows } from "./RunsView";
import { Working } from "./Working";
import { accountOf, shortYears, total, yearsOfReplay, type YearAccount, type YearLine } from "./year";

/** One future, year by year. Which future and which year are in the address. */
export default function Replay() {
  const t = useText();
  const words = useFaultWords();
  const params = useParams();
  const [query] = useSearchParams();
  const { base, previewing, result } = useForecast();
  const standing = previewing ? base : result;
  const own = standing?.header ?? null;
  const hash = query.get("of") ?? own?.hash ?? null;
  const future = Number(params["future"]);
  const { header, rows, error } = useRows(hash, hash === own?.hash ? own : null);
  const known = Number.isInteger(future) && future >= 0 && (!header || future < header.n);
  const asked = useQuery({ queryKey: ["replay", hash, future], queryFn: ({ signal }) => getReplay(hash ?? "", future, signal), enabled: hash !== null && known, staleTime: Infinity, gcTime: 120_000 });
  useTitle(t("replay.title", { n: future }));
  const trouble = asked.error ?? error;
  return (
    <div className={styles.page}>
      <Back of={query.get("of")} />
      {!known && <FailedState page title={t("runs.none")} />}
      {trouble && <FailedState page title={words(trouble).title} fix={words(trouble).fix} actions={<Button onClick={() => void asked.refetch()}>{t("app.again")}</Button>} />}
      {known && !trouble && (header && rows && asked.data ? <Life header={header} rows={rows} replay={asked.data} forecast={hash === own?.hash ? standing : null} /> : <Skeleton height={480} />)}
    </div>
  );
}

function Back({ of }: { of: string | null }) {
  const t = useText();
  const { id } = usePlanSession().state;
  return (
    <Link className={styles.back} to={`/h/${id}/futures/runs${of ? `?of=${of}` : ""}`}>
      <ArrowLeft size={15} aria-hidden /> {t("replay.back")}
    </Link>
  );
}

function Life({ header, rows, replay, forecast }: { header: ResultHeader; rows: Rows; replay: Played; forecast: Forecast | null }) {
  const t = useText();
  const locale = useLocale();
  const [query, setQuery] = useSearchParams();
  const plan = usePlanSession().state.plan;
  const years = useMemo(() => yearsOfReplay(replay), [replay]);
  const short = useMemo(() => shortYears(replay), [replay]);
  const first = years[0] ?? 0;
  const last = years.at(-1) ?? first;
  const asked = Number(query.get("y"));
  const year = asked >= first && asked <= last ? asked : (years.find((y) => short.has(y)) ?? first);
  const go = (to: number) => {
    const next = new URLSearchParams(query);
    next.set("y", String(Math.min(last, Math.max(first, to))));
    setQuery(next, { replace: true });
  };
  useKeys({ "[": () => go(year - 1), "]": () => go(year + 1) });
  const account = useMemo(() => accountOf(replay, year), [replay, year]);
  const ages = agesAt(header, plan, year);
  const money = useMoneyText();
  const spoken = [formatYear(year, locale), ages, short.has(year) ? t("replay.year.short", { year }) : "", `${t("replay.liquid")} ${money(account.liquid)}`].filter(Boolean).join(", ");
  return (
    <>
      <Heading rows={rows} future={replay.future} n={header.n} />
      {forecast && <Line forecast={forecast} replay={replay} onYear={go} />}
      <section className={styles.strip} aria-label={t("replay.years")}>
        <IconButton label={t("replay.previous")} why={year <= first && t("why.first")} onClick={() => go(year - 1)}>
          <ChevronLeft size={18} aria-hidden />
        </IconButton>
        <div className={styles.years}>
          <YearStrip title={t("replay.years")} years={years.map((y) => ({ year: y, value: accountEnd(replay, y), marked: short.has(y) }))} chosen={year} spoken={spoken} onChoose={go} />
        </div>
        <IconButton label={t("replay.next")} why={year >= last && t("why.last")} onClick={() => go(year + 1)}>
          <ChevronRight size={18} aria-hidden />
        </IconButton>
      </section>
      <p className={styles.note}>{t("replay.strip")}</p>
      <Year account={account} replay={replay} ages={ages} />
    </>
  );
}

function accountEnd(replay: Played, year: number): number {
  const at = Math.min(replay.months, year * 12 + 12 - monthIndex(replay.start)) - 1;
  return replay.liquid[Math.max(0, at)] ?? 0;
}

function Heading({ rows, future, n }: { rows: Rows; future: number; n: number }) {
  const t = useText();
  const locale = useLocale();
  const loose = useLooseText();
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    ref.current?.focus({ preventScroll: true });
  }, [future]);
  const ending = rows.ending(future);
  const cause = rows.cause(future);
  const number = formatCount(future, locale);
  const age = rows.value("firstShortfallAge", future);
  const amount = <Money value={rows.value("endWealth", future)} style="round" />;
  const says = () => {
    if (ending === 2) return <Say k="replay.h1.holds" with={{ n: number, amount }} />;
    if (ending === 1) return <Say k="replay.h1.cut" with={{ n: number, amount, cut: formatPercent(rows.value("worstCut", future), locale) }} />;
    const at = t("runs.age", { n: Math.floor(age) });
    return cause ? t("replay.h1.fails", { n: number, age: at, cause: midSentence(loose("cause." + cause, undefined, cause)) }) : t("replay.h1.fails.plain", { n: number, age: at });
  };
  return (
    <>
      <h1 ref={ref} tabIndex={-1} className={styles.h1}>
        {says()}
      </h1>
      <p className={styles.lede}>{t("replay.lede", { n: formatCount(n, locale) })}</p>
    </>
  );
}

const broad = [10, 50, 90];

/** This future's savings among all. */
function Line({ forecast, replay, onYear }: { forecast: Forecast; replay: Played; onYear: (year: number) => void }) {
  const t = useText();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const lines = useMemo(() => fanLines(forecast.series, "real", "liquid", broad), [forecast.series]);
  return <Fan title={t("metric.axis.real", { metric: t("replay.line"), unit })} lines={lines} before={replay.liquid} startIndex={monthIndex(replay.start)} short={(v) => money(v, { style: "axis" })} say={(v) => money(v)} size="small" height={220} onYear={onYear} />;
}

function Year({ account, replay, ages }: { account: YearAccount; replay: Played; ages: string }) {
  const t = useText();
  const locale = useLocale();
  // The backend's sentence writes its amounts out, so it stands only where amounts may be seen.
  const { privacy } = usePreferences().settings;
  const told = replay.years.find((y) => y.year === account.year)?.text[locale];
  const [working, setWorking] = useState(false);
  const amount = (value: number) => <Money value={value} style="round" />;
  const nothing = account.in.length + account.drawn.length + account.out.length + account.missing.length === 0;
  const figures = { came: amount(total(account.in)), drawn: amount(total(account.drawn)), went: amount(total(account.out)), left: amount(account.liquid), missing: amount(total(account.missing)) };
  return (
    <section aria-live="polite" aria-labelledby="year">
      <h2 id="year" className={styles.yearTitle}>
        {formatYear(account.year, locale)}
        {ages && !(told && privacy === "show") && <span className={styles.ages}>{ages}</span>}
      </h2>
      <p className={styles.sentence}>
        {told && privacy === "show" ? told : nothing ? t("replay.quiet") : account.missing.length > 0 ? <Say k="replay.says.short" with={{ came: figures.came, drawn: figures.drawn, missing: figures.missing }} /> : account.drawn.length > 0 ? <Say k="replay.says.drawn" with={{ came: figures.came, drawn: figures.drawn, went: figures.went, left: figures.left }} /> : <Say k="replay.says.says" with={{ came: figures.came, went: figures.went, left: figures.left }} />}
      </p>
      <div className={styles.ledger}>
        <Side title={t("replay.in")} lines={[...account.in, ...account.drawn]} />
        <Side title={t(account.missing.length > 0 ? "replay.due" : "replay.out")} lines={account.out} />
        <Side title={t("replay.changed")} lines={account.changed} />
        {account.missing.length > 0 && <Side title={t("replay.missing")} lines={account.missing} bad />}
        <Card look="plain" title={t("replay.left")}>
          <dl className={styles.rows}>
            <dt>{t("replay.liquid")}</dt>
            <dd>{amount(account.liquid)}</dd>
            <dt>{t("replay.worth")}</dt>
            <dd>{amount(account.netWorth)}</dd>
            <dt>{t("replay.price")}</dt>
            <dd>{account.price.toFixed(2)}</dd>
          </dl>
        </Card>
      </div>
      <Button aria-expanded={working} onClick={() => setWorking(!working)}>
        {t(working ? "replay.working.hide" : "replay.working")}
      </Button>
      {working && <Working account={account} replay={replay} />}
    </section>
  );
}

function Side({ title, lines, bad = false }: { title: string; lines: readonly YearLine[]; bad?: boolean }) {
  const nameOf = useLineName();
  if (lines.length === 0) return null;
  return (
    <Card look="plain" title={title} aside={<Money value={total(lines)} style="round" className={bad ? styles.bad : styles.sum} />}>
      <dl className={styles.rows}>
        {lines
          .toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum))
          .map((l) => (
            <div key={l.line.id}>
              <dt>{nameOf(l.line)}</dt>
              <dd>
                <Money value={l.sum} style="round" />
              </dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
