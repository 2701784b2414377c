import { useQuery } from "@tanstack/react-query";
import { getPerformance } from "../../api/health";
import type { AnswerCost, LaneFigures, ModelHost, Performance as Told, Quantiles } from "../../api/types";
import { formatCount, formatDecimal } from "../../format/number";
import { formatClock, formatElapsed } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { Badge, Skeleton } from "../../ui/Card";
import { useFaultWords } from "../useFaultWords";
import styles from "./Health.module.css";

/** How quickly the program and its models answer, since it began. */
export function Performance() {
  const t = useText();
  const words = useFaultWords();
  const told = useQuery({ queryKey: ["performance"], queryFn: ({ signal }) => getPerformance(signal), refetchInterval: 5000 });
  return (
    <section className={styles.section} aria-labelledby="health-speed">
      <h2 id="health-speed" className={styles.h2}>
        {t("health.speed")}
      </h2>
      <p className={styles.quiet}>{t("health.speed.hint")}</p>
      {told.error && <p role="alert">{words(told.error).title}</p>}
      {told.isPending && <Skeleton height={240} />}
      {told.data && <Figures told={told.data} />}
    </section>
  );
}

const joulesPerWattHour = 3600;

function Figures({ told }: { told: Told }) {
  const t = useText();
  const locale = useLocale();
  const { models } = told;
  const waiting = models.lanes.reduce((n, lane) => n + lane.waiting, 0);
  const energy = models.joules / joulesPerWattHour;
  return (
    <>
      <dl className={styles.tiles}>
        <Tile name={t("health.waiting")} value={formatCount(waiting, locale)} />
        <Tile name={t("health.tokens")} value={models.tokensPerSecond > 0 ? formatDecimal(models.tokensPerSecond, locale, 1) : "–"} />
        <Tile name={t("health.cold")} value={formatCount(models.coldStarts, locale)} />
        <Tile name={t("health.refused")} value={formatCount(models.refused, locale)} />
        <Tile name={t("health.failed")} value={formatCount(models.failed, locale)} />
        <Tile name={t("health.energy")} value={energy > 0 ? `${formatDecimal(energy, locale, 2)} Wh` : "–"} />
      </dl>
      <Lanes lanes={models.lanes} />
      {told.hosts.length > 0 && <Hosts hosts={told.hosts} />}
      {models.answers.length > 0 && <Answers answers={models.answers.slice(0, 10)} />}
      <Routes told={told} />
      <Slow told={told} />
    </>
  );
}

function Tile({ name, value }: { name: string; value: string }) {
  return (
    <div className={styles.tile}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** A table that scrolls by itself where there is no room for it. */
function Table({ title, head, rows }: { title: string; head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.scrolls} tabIndex={0} role="region" aria-label={title}>
      <table className={styles.table}>
        <caption>{title}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], i) => (
            <tr key={i}>
              <th scope="row">{name}</th>
              {cells.map((cell, n) => (
                <td key={n}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ms = (q: Quantiles, at: "p50" | "p95" | "p99") => (q.count === 0 ? "–" : formatElapsed(q[at]));

function Lanes({ lanes }: { lanes: readonly LaneFigures[] }) {
  const t = useText();
  const locale = useLocale();
  return (
    <Table
      title={t("health.lanes")}
      head={[t("health.lane"), t("health.lane.now"), t("health.lane.wait50"), t("health.lane.wait95"), t("health.lane.first50"), t("health.p50"), t("health.p95"), t("health.p99")]}
      rows={lanes.map((l) => [
        t(`health.lane.${l.lane}`),
        t("health.lane.nowOf", { waiting: formatCount(l.waiting, locale), running: formatCount(l.running, locale) }),
        ms(l.waited, "p50"),
        ms(l.waited, "p95"),
        ms(l.first, "p50"),
        ms(l.took, "p50"),
        ms(l.took, "p95"),
        ms(l.took, "p99"),
      ])}
    />
  );
}

const tones = { ok: "good", resting: "warn", away: "bad" } as const;

function Hosts({ hosts }: { hosts: readonly ModelHost[] }) {
  const t = useText();
  const locale = useLocale();
  return (
    <>
      <h3 className={styles.h3}>{t("health.hosts")}</h3>
      <ul className={styles.plain}>
        {hosts.map((h) => (
          <li key={h.name}>
            <Badge tone={tones[h.state]}>{t(`health.host.${h.state}`)}</Badge> {h.name}{" "}
            <span className={styles.quiet}>
              {t("health.host.busy", { busy: formatCount(h.busy, locale), slots: formatCount(h.slots, locale) })}
              {h.meanMs > 0 && ` · ${formatElapsed(h.meanMs)}`}
              {h.models.length > 0 && ` · ${h.models.join(", ")}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const seconds = (s: number) => formatElapsed(s * 1000);

function Answers({ answers }: { answers: readonly AnswerCost[] }) {
  const t = useText();
  const locale = useLocale();
  return (
    <Table
      title={t("health.answers")}
      head={[t("health.at"), t("health.lane"), t("health.waited"), t("health.first"), t("health.took"), t("health.tokensOf"), t("health.energy"), t("health.note")]}
      rows={answers.map((a) => [
        formatClock(new Date(a.at), locale),
        t(`health.lane.${laneOf(a.lane)}`),
        seconds(a.waited),
        a.first > 0 ? seconds(a.first) : "–",
        seconds(a.took),
        a.tokens > 0 ? `${formatCount(a.tokens, locale)} (${formatDecimal(a.tokensPerSecond, locale, 1)}/s)` : "–",
        a.joules > 0 ? `${formatDecimal(a.joules / joulesPerWattHour, locale, 3)} Wh` : "–",
        [a.cold ? t("health.answer.cold") : "", a.failed ? t("health.answer.failed") : ""].filter(Boolean).join(", ") || "–",
      ])}
    />
  );
}

const laneOf = (lane: string) => (lane === "stream" || lane === "short" ? lane : "batch");

/** The routes whose slowest answers took longest. */
function Routes({ told }: { told: Told }) {
  const t = useText();
  const locale = useLocale();
  const slowest = [...told.routes].sort((a, b) => b.took.p99 - a.took.p99).slice(0, 12);
  if (slowest.length === 0) return null;
  return (
    <Table
      title={t("health.routes")}
      head={[t("health.route"), t("health.count"), t("health.p50"), t("health.p95"), t("health.p99"), t("health.most")]}
      rows={slowest.map((r) => [r.route.replace("/api/v1", ""), formatCount(r.took.count, locale), ms(r.took, "p50"), ms(r.took, "p95"), ms(r.took, "p99"), formatElapsed(r.took.most)])}
    />
  );
}

function Slow({ told }: { told: Told }) {
  const t = useText();
  const locale = useLocale();
  if (told.slow.length === 0) return <p className={styles.quiet}>{t("health.slow.none")}</p>;
  return (
    <Table
      title={t("health.slow")}
      head={[t("health.at"), t("health.route"), t("health.took"), t("health.status")]}
      rows={told.slow.slice(0, 20).map((s) => [formatClock(new Date(s.at), locale), s.route.replace("/api/v1", ""), formatElapsed(s.took), String(s.status)])}
    />
  );
}
