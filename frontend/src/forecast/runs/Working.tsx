import type { Replay, TaxWorking } from "../../api/types";
import { formatPercent } from "../../format/number";
import { formatMonth, monthAt, monthIndex } from "../../format/time";
import { Say, useLocale, useText } from "../../i18n/text";
import { Money } from "../../ui/Money";
import { useLineName } from "./lineName";
import styles from "./Replay.module.css";
import { assessmentsOf, decisionsOf, fillsOf, movesOf, type Moves } from "./moves";
import type { YearAccount } from "./year";

/** Every line of the year month by month, what moved in accounts and why, and the tax: enough to do it again by hand. */
export function Working({ account, replay }: { account: YearAccount; replay: Replay }) {
  const t = useText();
  const locale = useLocale();
  const nameOf = useLineName();
  const first = monthIndex(replay.start);
  const months = Array.from({ length: account.to - account.from }, (_, i) => formatMonth(monthAt(first + account.from + i), locale));
  const lines = [...account.in, ...account.drawn, ...account.out, ...account.changed, ...account.missing];
  const balances = replay.balances.map((b) => ({ name: b.name, months: b.values.slice(account.from, account.to) })).filter((b) => b.months.some((v) => Math.abs(v) >= 0.5));
  const moves = movesOf(replay, account.from, account.to);
  const fills = fillsOf(replay, account.from, account.to);
  const taxes = assessmentsOf(replay, account.from, account.to);
  const moveName = useMoveName(replay);
  return (
    <div className={styles.working}>
      <Table
        caption={t("replay.working.caption", { year: account.year })}
        months={months}
        groups={[
          { title: null, rows: lines.map((l) => ({ name: nameOf(l.line), months: l.months, year: l.sum })) },
          { title: t("replay.moves"), rows: moves.map((m) => ({ name: moveName(m), months: m.months, year: m.sum })) },
          { title: t("replay.fills"), rows: fills.map((f) => ({ name: moveName({ ...f, why: "order" }), months: f.months, year: f.sum })) },
          { title: t("replay.balances"), rows: balances.map((b) => ({ name: b.name, months: b.months, year: b.months.at(-1) ?? 0 })) },
        ]}
      />
      <Rule account={account} replay={replay} months={months} />
      {taxes.length > 0 && <h3>{t("replay.tax")}</h3>}
      {taxes.map((tax) => (
        <Tax key={tax.payer ?? ""} tax={tax} replay={replay} />
      ))}
    </div>
  );
}

function useMoveName(replay: Replay): (move: Moves) => string {
  const t = useText();
  return ({ record, why, step }) => {
    const reason = t(`replay.why.${why}`);
    const account = replay.balances.find((b) => b.record === record)?.name ?? record;
    return t("replay.move", { account, why: step === null ? reason : t("replay.why.step", { why: reason, n: step }) });
  };
}

interface Group {
  title: string | null;
  rows: { name: string; months: number[]; year: number }[];
}

function Table({ caption, months, groups }: { caption: string; months: string[]; groups: Group[] }) {
  const t = useText();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.table}>
        <caption className="visuallyHidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("replay.month")}</th>
            {months.map((m) => (
              <th key={m} scope="col">
                {m}
              </th>
            ))}
            <th scope="col">{t("replay.total")}</th>
          </tr>
        </thead>
        {groups
          .filter((g) => g.rows.length > 0)
          .map((g) => (
            <tbody key={g.title ?? ""}>
              {g.title && (
                <tr>
                  <th scope="rowgroup" colSpan={months.length + 2} className={styles.part}>
                    {g.title}
                  </th>
                </tr>
              )}
              {g.rows.map((row, r) => (
                <tr key={`${r}${row.name}`}>
                  <th scope="row">{row.name}</th>
                  {row.months.map((v, i) => (
                    <td key={months[i]}>{Math.abs(v) < 0.005 ? "–" : <Money value={v} />}</td>
                  ))}
                  <td className={styles.yearSum}>
                    <Money value={row.year} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
      </table>
    </div>
  );
}

function Rule({ account, replay, months }: { account: YearAccount; replay: Replay; months: string[] }) {
  const t = useText();
  const locale = useLocale();
  const decisions = decisionsOf(replay, account.from, account.to);
  if (decisions.length === 0) return null;
  return (
    <>
      <h3>{t("replay.rule")}</h3>
      <ul className={styles.decisions}>
        {decisions.map(({ month, rule }) => (
          <li key={month}>
            <strong>{months[month - account.from]}</strong>{" "}
            <Say k="replay.rule.text" with={{ wealth: <Money value={rule.wealth} style="round" />, planned: <Money value={rule.planned} style="round" />, before: formatPercent(rule.before, locale, 1), after: formatPercent(rule.after, locale, 1) }} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the tax so far leaves to pay, or brings back, once what was withheld and paid before is taken off. */
function Settled({ tax }: { tax: TaxWorking }) {
  const due = <Money value={tax.toDate} />;
  const before = <Money value={tax.before} />;
  if (!tax.withheld) return <Say k="replay.tax.settle" with={{ due, before, owed: <Money value={tax.owed} /> }} />;
  return <Say k={tax.owed < 0 ? "replay.tax.withheld.back" : "replay.tax.withheld"} with={{ due, before, withheld: <Money value={tax.withheld} />, owed: <Money value={Math.abs(tax.owed)} /> }} />;
}

/** One taxpayer's year: each part as a rate of a base, in money of the day. */
function Tax({ tax, replay }: { tax: TaxWorking; replay: Replay }) {
  const t = useText();
  const locale = useLocale();
  const sum = tax.whole ?? tax.year;
  const term = (id: string) => replay.terms[id]?.[locale] ?? id;
  const caption = tax.name ? t("replay.tax.of", { name: tax.name }) : t("replay.tax.total");
  return (
    <>
      <p className={styles.note}>
        {tax.name && `${caption}. `}
        {t("replay.tax.money")} <Settled tax={tax} />
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={caption}>
        <table className={styles.table}>
          <caption className="visuallyHidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t("replay.tax.what")}</th>
              <th scope="col">{t("replay.tax.base")}</th>
              <th scope="col">{t("replay.tax.rate")}</th>
              <th scope="col">{t("replay.tax.amount")}</th>
            </tr>
          </thead>
          <tbody>
            {sum.lines.map((line, i) => (
              <tr key={`${line.id}${i}`}>
                <th scope="row">{term(line.id)}</th>
                <td>
                  <Money value={line.base} />
                </td>
                <td>{formatPercent(line.rate, locale, 2)}</td>
                <td>
                  <Money value={line.amount} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t("replay.tax.total")}</th>
              <td>–</td>
              <td>–</td>
              <td className={styles.yearSum}>
                <Money value={sum.total} />
              </td>
            </tr>
          </tbody>
          {sum.figures.length > 0 && (
            <tbody>
              <tr>
                <th scope="rowgroup" colSpan={4} className={styles.part}>
                  {t("replay.tax.figures")}
                </th>
              </tr>
              {sum.figures.map((figure, i) => (
                <tr key={`${figure.id}${i}`}>
                  <th scope="row">{term(figure.id)}</th>
                  <td>
                    <Money value={figure.amount} />
                  </td>
                  <td>–</td>
                  <td>–</td>
                </tr>
              ))}
            </tbody>
          )}
        </table>
      </div>
    </>
  );
}
