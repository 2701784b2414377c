// A scenario beside the plan, for paper: nothing to press, one size.
import { useQuery } from "@tanstack/react-query";
import { getPaired } from "../../api/results";
import type { Paired } from "../../api/types";
import { PaperPair } from "../../chart/PaperFan";
import { formatChance } from "../../format/chance";
import { formatCount, formatPercent, formatPoints } from "../../format/number";
import { monthIndex } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { successFact } from "../../shell/headline";
import { usePlanSession } from "../../shell/planSession";
import { MoneyProvider, useMoneyUnit, useMoneyView } from "../../ui/Money";
import type { Basis } from "../lines";
import { BASE } from "../scenarios";
import type { Differences } from "./Compare";
import styles from "./OnPaper.module.css";
import { useOutcomes } from "./outcomes";
import { spreadOf } from "./spread";

/** How amounts are written there. */
interface AmountText {
  flow: (value: number) => string;
  axis: (value: number) => string;
}

export interface RowProps {
  /** The scenario; none for the plan itself. */
  scenario?: string;
  name: string;
  say: AmountText;
  working: string;
}

/** A scenario's line in the table of all. */
export function ScenarioRow({ scenario = BASE, name, say, working }: RowProps) {
  const locale = useLocale();
  const [outcome] = useOutcomes([scenario]);
  const header = outcome?.forecast?.header;
  const success = header && successFact(header);
  const spend = header?.facts["spend.sustainable.month"];
  return (
    <tr>
      <td>{name}</td>
      <td>{success ? formatChance(success.value, locale) : outcome?.fault ? "–" : working}</td>
      <td>{spend ? say.flow(spend.value) : "–"}</td>
    </tr>
  );
}

export interface PairProps {
  scenario: string;
  name: string;
  basis: Basis;
  say: AmountText;
  /** Amounts are told as shares: no other amount is written either. */
  shares: boolean;
  working: string;
  failed: string;
  Differences: Differences;
}

/** What a scenario changes, in words; how the same futures end under both; and both fans. */
export function ScenarioPair({ scenario, name, basis, say, shares, working, failed, Differences }: PairProps) {
  const t = useText();
  const view = useMoneyView();
  const { plan } = usePlanSession().state;
  const [base, other] = useOutcomes([BASE, scenario]);
  const [first, second] = [base?.forecast ?? null, other?.forecast ?? null];
  const [a, b] = [first?.header.hash ?? "", second?.header.hash ?? ""];
  const paired = useQuery({ queryKey: ["paired", a, b], queryFn: ({ signal }) => getPaired(a, b, signal), enabled: a !== "" && b !== "", staleTime: Infinity, retry: false });
  const patch = plan.scenarios?.[scenario]?.patch ?? {};
  return (
    <section className={styles.pair} data-scenario={scenario}>
      <h4 className={styles.name}>{t("compare.what.of", { name: t("compare.quoted", { name }) })}</h4>
      <MoneyProvider view={shares ? { ...view, privacy: "blur" } : view}>
        <Differences patch={patch} />
      </MoneyProvider>
      {other?.fault || paired.error ? <p>{failed}</p> : first && second && paired.data ? <Both first={first} second={second} paired={paired.data} name={name} basis={basis} say={say} shares={shares} /> : <p role="status">{working}</p>}
    </section>
  );
}

function Both({ first, second, paired, name, basis, say, shares }: { first: Forecast; second: Forecast; paired: Paired; name: string; basis: Basis; say: AmountText; shares: boolean }) {
  const t = useText();
  const unit = useMoneyUnit();
  const [a, b] = [t("compare.base.name"), name];
  const [x, y] = [spreadOf(first, a, basis), spreadOf(second, b, basis)];
  return (
    <>
      <Verdict paired={paired} name={name} />
      <div className={styles.halves}>
        <TwoByTwo paired={paired} name={name} />
        {x && y && <PaperPair title={t(`metric.axis.${basis}`, { metric: t("metric.liquid"), unit: shares ? "%" : unit })} first={x} second={y} startIndex={monthIndex(first.header.start)} short={say.axis} />}
      </div>
    </>
  );
}

function Verdict({ paired, name }: { paired: Paired; name: string }) {
  const t = useText();
  const locale = useLocale();
  const more = paired.onlyB - paired.onlyA;
  const words = { n: formatCount(paired.n, locale), a: t("compare.base"), b: t("compare.quoted", { name }), count: formatCount(Math.abs(more), locale) };
  const kind = paired.onlyA + paired.onlyB === 0 ? "same" : more === 0 ? "even" : more > 0 ? "better" : "worse";
  const { low, high } = paired.delta.ci;
  return (
    <p>
      {t(`compare.h1.${kind}`, words)} {kind !== "same" && `(${t("compare.range", { low: formatPoints(low), high: formatPoints(high) })})`} {kind !== "same" && low <= 0 && high >= 0 && t("compare.lede.noise")}
    </p>
  );
}

/** The paired two by two: rows are the plan, columns the scenario. */
function TwoByTwo({ paired, name }: { paired: Paired; name: string }) {
  const t = useText();
  const locale = useLocale();
  const cell = (fate: "both" | "onlyA" | "onlyB" | "neither") => (
    <td data-fate={fate}>
      <b>{formatCount(paired[fate], locale)}</b>
      <span>
        {t(`compare.fates.${fate}`)} {formatPercent(paired.n > 0 ? paired[fate] / paired.n : 0, locale, 1)}
      </span>
    </td>
  );
  const [rows, columns] = [t("compare.fates.rows", { a: t("compare.base") }), t("compare.fates.columns", { b: t("compare.quoted", { name }) })];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visuallyHidden">{t("compare.fates")}</span>
          </th>
          <th scope="col">
            {columns}: {t("compare.fates.holds")}
          </th>
          <th scope="col">
            {columns}: {t("compare.fates.fails")}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            {rows}: {t("compare.fates.holds")}
          </th>
          {cell("both")}
          {cell("onlyA")}
        </tr>
        <tr>
          <th scope="row">
            {rows}: {t("compare.fates.fails")}
          </th>
          {cell("onlyB")}
          {cell("neither")}
        </tr>
      </tbody>
    </table>
  );
}
