import { formatChance, shownDifference } from "../../format/chance";
import { formatPercent, formatPoints } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { Money } from "../../ui/Money";
import { Skeleton } from "../../ui/Card";
import { figureOf, figures, type Figure, type FigureUnit } from "./deltas";
import styles from "./Compare.module.css";

interface Column {
  id: string;
  name: string;
  forecast: Forecast | null;
}

/** Every figure of up to four scenarios; differences are from the first. */
export function Figures({ columns }: { columns: readonly Column[] }) {
  const t = useText();
  const first = columns[0];
  if (!first) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={t("compare.table")}>
      <table className={styles.table}>
        <caption className="visuallyHidden">{t("compare.table.caption", { name: first.name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("compare.figure")}</th>
            {columns.map((c) => (
              <th key={c.id} scope="col">
                {c.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ figure, unit, better }) => (
            <tr key={figure}>
              <th scope="row">{t(`compare.row.${figure}`)}</th>
              {columns.map((c) => (
                <td key={c.id}>{c.forecast ? <Cell of={c.forecast} from={c === first ? null : first.forecast} figure={figure} unit={unit} better={better} /> : <Skeleton width={80} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ of, from, figure, unit, better }: { of: Forecast; from: Forecast | null; figure: Figure; unit: FigureUnit; better: "more" | "less" }) {
  const value = figureOf(of.header, figure);
  const was = from && figureOf(from.header, figure);
  if (value === null) return "–";
  return (
    <>
      <Value value={value} unit={unit} figure={figure} />
      {was !== null && <Change from={was} to={value} unit={unit} better={better} />}
    </>
  );
}

function Value({ value, unit, figure }: { value: number; unit: FigureUnit; figure: Figure }) {
  const t = useText();
  const locale = useLocale();
  if (unit === "money") return <Money value={value} style="round" />;
  if (unit === "years") return t("compare.years", { n: value.toFixed(1) });
  if (unit === "age") return t("compare.age", { n: Math.floor(value) });
  return figure === "success" ? formatChance(value, locale) : formatPercent(value, locale, 1);
}

/** Rounds as the figures themselves are shown, so that a difference is what the reader would compute. */
function Change({ from, to, unit, better }: { from: number; to: number; unit: FigureUnit; better: "more" | "less" }) {
  const t = useText();
  const shown = { share: shownDifference(from, to), money: to - from, years: Math.round(to * 10) / 10 - Math.round(from * 10) / 10, age: Math.floor(to) - Math.floor(from) }[unit];
  const none = Math.abs(shown) < (unit === "money" ? 0.5 : unit === "share" ? 0.0005 : 0.05);
  if (none) return <span className={styles.change}>{t("compare.same")}</span>;
  const good = shown > 0 === (better === "more");
  const sign = shown > 0 ? "+" : "−";
  const words =
    unit === "money" ? (
      <Money value={shown} style="round" signed />
    ) : unit === "share" ? (
      t("compare.points", { points: formatPoints(shown) })
    ) : (
      sign + (unit === "years" ? t("compare.years", { n: Math.abs(shown).toFixed(1) }) : t("compare.age.more", { n: Math.abs(shown) }))
    );
  return <span className={`${styles.change} ${good ? styles.up : styles.down}`}>{words}</span>;
}
