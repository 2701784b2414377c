// The parts of a report, cut into pieces that no page break may split.
import { Suspense, type ReactNode } from "react";
import type { Plan, ResultHeader } from "../api/types";
import { PaperFan } from "../chart/PaperFan";
import { formatChance } from "../format/chance";
import { formatCount, formatPercent } from "../format/number";
import { formatMonth, monthIndex } from "../format/time";
import { useLocale, useLooseText, useText, type T } from "../i18n/text";
import type { Forecast } from "../shell/forecastSession";
import { successFact } from "../shell/headline";
import { useMoneyUnit } from "../ui/Money";
import { useAmounts, type AmountText } from "./amounts";
import type { Block, Options } from "./options";
import styles from "./Paper.module.css";
import type { ComparedBlock, LeversBlock } from "./Report";

export interface Piece {
  key: string;
  /** It stands with the next one. */
  keep: boolean;
  body: ReactNode;
}

interface Asked {
  options: Options;
  forecast: Forecast;
  plan: Plan;
  made: string;
  Levers: LeversBlock;
  Compared: ComparedBlock;
}

/** What every part is written with. */
interface Pen extends Asked {
  t: T;
  say: AmountText;
  locale: "en" | "ko";
  loose: ReturnType<typeof useLooseText>;
  unit: string;
}

/** All pieces in their order. */
export function usePieces(asked: Asked): Piece[] {
  const { options, forecast, plan, made } = asked;
  const { header, series } = forecast;
  const t = useText();
  const locale = useLocale();
  const loose = useLooseText();
  const unit = useMoneyUnit();
  const say = useAmounts(options.amounts, { wealth: series.line("real", "netWorth", 50)?.[0] ?? 0, month: header.facts["spend.planned.month"]?.value ?? 0 });
  const pen: Pen = { ...asked, t, say, locale, loose, unit };
  const title: Piece = {
    key: "title",
    keep: true,
    body: (
      <>
        <h2 className={styles.title}>{plan.name}</h2>
        <p className={styles.date}>{t("report.made", { date: made })}</p>
      </>
    ),
  };
  return [title, ...options.order.filter((b) => options.shown.includes(b)).flatMap((block) => [heading(block, t), ...parts[block](pen)])];
}

function heading(block: Block, t: T): Piece {
  return { key: `${block}.heading`, keep: true, body: <h3 className={styles.heading}>{t(`report.block.${block}`)}</h3> };
}

const piece = (key: string, body: ReactNode): Piece => ({ key, keep: false, body });

const parts: Record<Block, (pen: Pen) => Piece[]> = {
  summary: (pen) => [piece("summary", <Summary {...pen} />)],
  plan: planPieces,
  fan: (pen) => [piece("fan", <FanBlock {...pen} />)],
  cashflow: (pen) => [piece("cashflow", <Cashflow {...pen} />)],
  levers: ({ Levers, t }) => [
    piece(
      "levers",
      <Suspense fallback={<p>{t("report.levers.working")}</p>}>
        <Levers working={t("report.levers.working")} none={t("report.levers.none")} unit={t("report.levers.change")} />
      </Suspense>,
    ),
  ],
  guardrail: (pen) => [piece("guardrail", <Guardrail {...pen} />)],
  assumptions: assumptionPieces,
  compare: comparePieces,
  appendix: appendixPieces,
};

function shareOf(header: ResultHeader, locale: "en" | "ko"): string {
  const success = successFact(header);
  return success ? formatChance(success.value, locale) : "–";
}

function Summary({ forecast: { header }, t, say, locale }: Pen) {
  const spend = header.facts["spend.sustainable.month"];
  const success = successFact(header);
  const later = header.facts["wealth.retirement.p50"];
  const end = header.facts["wealth.end.p50"];
  return (
    <>
      <p className={styles.lead}>
        {spend && t("report.summary.spend", { amount: say.flow(spend.value) })} {t("report.summary.holds", { share: shareOf(header, locale), n: formatCount(header.n, locale) })}
      </p>
      <p>
        {success?.ci && t("report.summary.sure", { low: formatChance(success.ci.low, locale), high: formatChance(success.ci.high, locale) })} {t(header.metric === "allFunded" ? "report.summary.meaning.full" : "report.summary.meaning.essential")}
      </p>
      <p>
        {later && t("report.summary.retire", { amount: say.stock(later.value) })} {end && t("report.summary.end", { amount: say.stock(end.value) })}
      </p>
    </>
  );
}

interface Money {
  amt: string;
  per?: string;
}

function planPieces({ plan, t, say, locale }: Pen): Piece[] {
  const living = <R extends { archived?: boolean; sort?: string }>(records: Record<string, R> | undefined) => Object.values(records ?? {}).filter((r) => !r.archived).toSorted((a, b) => ((a.sort ?? "") < (b.sort ?? "") ? -1 : 1));
  const monthly = (a: Money, natural: "month" | "year") => say.flow(Number(a.amt) / ((a.per ?? natural) === "year" ? 12 : 1));
  const groups: [string, string, [string, string][]][] = [
    ["people", t("report.plan.people"), living(plan.people).map((p) => [p.name ?? "", t("report.plan.born", { month: formatMonth(p.birth, locale) })])],
    ["accounts", t("report.plan.accounts"), [...living(plan.accounts).map((a): [string, string] => [a.name ?? "", say.stock(Number(a.balance.amt))]), ...living(plan.property).map((p): [string, string] => [p.name ?? "", p.value ? say.stock(Number(p.value.amt)) : ""]), ...living(plan.debts).map((d): [string, string] => [d.name ?? "", "−" + say.stock(Number(d.balance.amt))])]],
    ["income", t("report.plan.income"), living(plan.income).map((i) => [i.name ?? "", t("report.plan.month", { amount: monthly(i.amount, "year") })])],
    ["spending", t("report.plan.spending"), living(plan.spending).map((s) => [s.name ?? "", t("report.plan.month", { amount: monthly(s.amount, "month") })])],
    ["goals", t("report.plan.goals"), living(plan.goals).map((g) => [g.name ?? "", say.stock(Number(g.target.amt))])],
  ];
  return groups.filter(([, , rows]) => rows.length > 0).map(([key, name, rows]) => piece(`plan.${key}`, <Rows name={name} rows={rows} />));
}

function Rows({ name, rows }: { name: string; rows: readonly [string, string][] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" colSpan={2}>
            {name}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, value], i) => (
          <tr key={i}>
            <td>{what}</td>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FanBlock({ forecast: { header, series }, options: { basis, amounts }, t, say, unit }: Pen) {
  const lines = [5, 25, 50, 75, 95].flatMap((percentile) => {
    const values = series.line(basis, "netWorth", percentile);
    return values ? [{ percentile, values }] : [];
  });
  return (
    <>
      <PaperFan title={t("report.fan", { unit: amounts === "percent" ? "%" : unit, basis: t(`bar.basis.${basis}`) })} lines={lines} startIndex={monthIndex(header.start)} short={say.axis} />
      <p>{t("report.fan.text")}</p>
    </>
  );
}

const kinds = { income: "in", tax: "tax", spending: "spending", debt: "debt", goal: "goal", property: "property", saving: "saving", withdrawal: "withdrawal" } as const;

function Cashflow({ forecast: { header }, t, say }: Pen) {
  const { years, lines } = header.cashflow;
  const step = Math.max(1, Math.ceil((years.length - 1) / 7));
  const shown = years.map((year, at) => ({ year, at })).filter(({ at }) => at % step === 0);
  const sum = (kind: string, at: number) => lines.filter((l) => l.kind === kind).reduce((total, l) => total + (l.mean[at] ?? 0), 0);
  const rows = Object.entries(kinds).filter(([kind]) => shown.some(({ at }) => Math.abs(sum(kind, at)) > 0.5));
  return (
    <>
      <p>{t("report.cashflow.text")}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("report.appendix.year")}</th>
            {shown.map(({ year }) => (
              <th key={year} scope="col">{year}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([kind, word]) => (
            <tr key={kind}>
              <th scope="row">{t(`report.cashflow.${word}`)}</th>
              {shown.map(({ year, at }) => (
                <td key={year}>{yearly(say, sum(kind, at))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A year's amount; as a share it is one of a month's spending times twelve. */
const yearly = (say: AmountText, value: number): string => (Math.abs(value) < 0.5 ? "–" : say.year(value));

function Guardrail({ forecast: { header }, plan, t, loose, locale }: Pen) {
  const { kind } = plan.withdrawal.rule;
  const share = shareOf(header, locale);
  return (
    <>
      <p>{kind === "needs" ? t("report.guardrail.none") : t("report.guardrail.rule", { rule: loose(`plan.rule.${kind}`, undefined, kind) })}</p>
      {kind !== "needs" && <p>{loose(`plan.rule.${kind}.why`, undefined, "")}</p>}
      <p>{t("report.guardrail.target", { target: Math.round(header.confidence * 100), share })}</p>
      <div className={styles.sign}>
        {t("report.guardrail.sign")} <span /> <span />
      </div>
    </>
  );
}

function assumptionPieces({ plan, forecast: { header }, t, loose, locale }: Pen): Piece[] {
  const classes = Object.values(plan.assumptions.classes).filter((c) => !c.archived);
  const table = (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("report.assumptions.class")}</th>
          <th scope="col">{t("report.assumptions.mean")}</th>
          <th scope="col">{t("report.assumptions.sd")}</th>
        </tr>
      </thead>
      <tbody>
        {classes.map((c, i) => (
          <tr key={i}>
            <td>{c.name}</td>
            <td>{formatPercent(c.real.mean, locale, 1)}</td>
            <td>{formatPercent(c.real.sd, locale, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  const words = (
    <p>
      {t("report.assumptions.inflation", { rate: formatPercent(plan.assumptions.inflation.mean, locale, 1) })} {t("report.assumptions.model", { model: loose(`model.${header.model}`, undefined, header.model) })}
    </p>
  );
  const limits = header.limits.map((limit, i) => piece(`limit.${i}`, <p>{limit.text[locale]}</p>));
  return [piece("assumptions.table", table), piece("assumptions.words", words), ...(limits.length > 0 ? [{ key: "limits", keep: true, body: <strong>{t("report.assumptions.limits")}</strong> }, ...limits] : [])];
}

function comparePieces({ plan, options: { basis, amounts }, t, say, Compared }: Pen): Piece[] {
  const scenarios = Object.entries(plan.scenarios ?? {}).filter(([, s]) => !s.archived);
  if (scenarios.length === 0) return [piece("compare", <p>{t("report.compare.none")}</p>)];
  const working = t("report.compare.working");
  const table = (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("report.compare.scenario")}</th>
          <th scope="col">{t("report.compare.holds")}</th>
          <th scope="col">{t("report.compare.spend")}</th>
        </tr>
      </thead>
      <tbody>
        <Suspense>
          <Compared.Row name={t("report.compare.base")} say={say} working={working} />
          {scenarios.map(([id, s]) => (
            <Compared.Row key={id} scenario={id} name={s.name ?? ""} say={say} working={working} />
          ))}
        </Suspense>
      </tbody>
    </table>
  );
  const pair = (id: string, name: string) => (
    <Suspense fallback={<p>{working}</p>}>
      <Compared.Pair scenario={id} name={name} basis={basis} say={say} shares={amounts === "percent"} working={working} failed={t("report.compare.failed")} />
    </Suspense>
  );
  return [piece("compare.table", table), ...scenarios.map(([id, s]) => piece(`compare.${id}`, pair(id, s.name ?? "")))];
}

const rowsAPiece = 20;

function appendixPieces({ forecast: { header, series }, options: { basis }, t, say }: Pen): Piece[] {
  const start = monthIndex(header.start);
  const line = (percentile: number) => series.line(basis, "netWorth", percentile);
  const lines = [line(10), line(50), line(90)];
  const first = Math.floor(start / 12);
  const years = Array.from({ length: Math.ceil(header.months / 12) }, (_, i) => first + i);
  const chunks = Array.from({ length: Math.ceil(years.length / rowsAPiece) }, (_, i) => years.slice(i * rowsAPiece, (i + 1) * rowsAPiece));
  return chunks.map((chunk, i) =>
    piece(
      `appendix.${i}`,
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("report.appendix.year")}</th>
            <th scope="col">{t("report.appendix.low")}</th>
            <th scope="col">{t("report.appendix.middle")}</th>
            <th scope="col">{t("report.appendix.high")}</th>
          </tr>
        </thead>
        <tbody>
          {chunk.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {lines.map((values, k) => (
                <td key={k}>{say.stock(values?.[Math.min(header.months - 1, Math.max(0, year * 12 + 11 - start))] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>,
    ),
  );
}
