import { CodePoints } from "../../format/codePoints";
import type { Figure, Reading } from "../../format/figures";
import { percentDigits } from "../../format/number";
import { formatMonth } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { Money } from "../../ui/Money";
import { linesAround } from "../quote";
import styles from "./Figures.module.css";

/** What a reading says, in the reader's language. */
export function ReadingWords({ reading }: { reading: Reading }) {
  const locale = useLocale();
  if (reading.kind === "amount") return reading.cur ? <Money value={reading.amt} currency={reading.cur} /> : <Money value={reading.amt} />;
  return <>{reading.kind === "rate" ? `${percentDigits(reading.rate).replace("-", "−")}%` : formatMonth(reading.month, locale)}</>;
}

/** Every figure of the page as a button: the way to them without a mouse. */
export function Figures({ text, figures, onUse }: { text: string; figures: readonly Figure[]; onUse: (index: number) => void }) {
  const t = useText();
  const points = new CodePoints(text);
  if (figures.length === 0) return <p className={styles.none}>{t("reader.figures.none")}</p>;
  return (
    <>
      <p className={styles.none}>{t("reader.figures.text")}</p>
      <ul className={styles.list}>
        {figures.map((figure, index) => (
          <li key={figure.span.start}>
            <button type="button" className={styles.figure} onClick={() => onUse(index)} title={t("reader.use")}>
              <span className={styles.what}>
                <ReadingWords reading={figure} />
              </span>
              <span className={styles.line}>{around(points, figure)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** So much of its line tells a figure from its neighbours. */
const most = 72;

/** The words of a figure's line before it, without figures: they may be veiled. */
function around(points: CodePoints, figure: Figure): string {
  const line = linesAround(points.text, figure.span);
  const before = points.cut({ start: line.start, end: figure.span.start }).replaceAll(/[\d.,₩$€£%()△▲−]+/g, " ").replaceAll(/\s+/g, " ").trim();
  const letters = [...before];
  return letters.length > most ? "…" + letters.slice(-most).join("") : before;
}
