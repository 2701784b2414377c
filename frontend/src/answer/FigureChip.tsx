import { Link } from "react-router";
import type { AnswerFigure } from "../api/types";
import { formatPoints } from "../format/number";
import { halfWidth } from "../format/chance";
import { useLocale, useText, type T } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { Money, useMoneyText } from "../ui/Money";
import styles from "./AnswerCard.module.css";
import { figurePath } from "./places";

const isMoney = ({ unit }: Pick<AnswerFigure, "unit">) => unit === "currency" || unit === "currencyPerMonth";

/** A figure's value: money under the reader's privacy, anything else as the engine wrote it. */
function FigureValue({ figure }: { figure: AnswerFigure }) {
  return isMoney(figure) ? <Money value={figure.value} style="round" /> : figure.text;
}

/** A figure within a sentence: it leads to the screen that it comes from. */
export function FigureInline({ figure }: { figure: AnswerFigure }) {
  const { id } = usePlanSession().state;
  return (
    <Link to={figurePath(id, figure.screen)} className={styles.inline} title={figure.label}>
      <FigureValue figure={figure} />
    </Link>
  );
}

/** What luck leaves open of a figure: "± 0.8", "+12.1 to +15.6". */
function useRange(): (figure: AnswerFigure) => string {
  const t = useText();
  const money = useMoneyText();
  return (figure) => rangeOf(t, figure, (v) => money(v));
}

function rangeOf(t: T, { unit, ci }: AnswerFigure, money: (value: number) => string): string {
  if (!ci) return "";
  if (unit === "share") return t("advisor.halfWidth", { points: halfWidth(ci) });
  if (unit === "points") return t("advisor.range", { low: formatPoints(ci.low), high: formatPoints(ci.high) });
  if (unit === "currency" || unit === "currencyPerMonth") return t("advisor.range", { low: money(ci.low), high: money(ci.high) });
  return "";
}

/** A figure that an answer rests on, as a row: what it is, how much, and how sure. */
export function FigureRow({ figure }: { figure: AnswerFigure }) {
  const t = useText();
  const locale = useLocale();
  const { id } = usePlanSession().state;
  const range = useRange()(figure);
  return (
    <Link to={figurePath(id, figure.screen)} className={styles.because}>
      <span className={styles.becauseLabel}>{figure.label}</span>
      <span className={styles.becauseValue}>
        <FigureValue figure={figure} />
        {range && <small lang={locale}>{range}</small>}
      </span>
      <span className="visuallyHidden">{t("advisor.because.open")}</span>
    </Link>
  );
}
