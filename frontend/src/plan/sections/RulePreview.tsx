// What the rule would have people spend in its first twenty years, over all futures of the
// newest run: of a preview while another rule is being tried.
import { Spark } from "../../chart/Spark";
import type { TimeRef } from "../../api/types";
import { Say } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { usePreferences } from "../../shell/preferences";
import { Card } from "../../ui/Card";
import { Money } from "../../ui/Money";
import { useWords } from "../fields/choices";
import styles from "./RulePreview.module.css";
import { byYear, firstMonths } from "./ruleSpan";

const years = 20;
/** The share by which futures may differ and still be told as one. */
const alike = 0.01;

export function RulePreview({ from }: { from: TimeRef | undefined }) {
  const { t, plan } = useWords();
  const { basis } = usePreferences().settings;
  const { result, base } = useForecast();
  if (!result) return null;
  const span = firstMonths(plan, from, result.header.months, years * 12);
  const line = (of: Forecast, percentile: number) => {
    const months = of.series.line(basis, "spending", percentile);
    return months && byYear(months.subarray(span.from, span.until));
  };
  const [low, middle, high] = [line(result, 5), line(result, 50), line(result, 95)];
  if (!low || !middle || !high || middle.length < 2) return null;
  const last = middle.length - 1;
  const [lowest = 0, highest = 0] = [low[last], high[last]];
  const same = highest - lowest <= alike * highest;
  const figures = { first: <Money value={middle[0] ?? 0} style="round" />, last: <Money value={middle[last] ?? 0} style="round" /> };
  return (
    <Card title={t("plan.rulePreview", { years })} look="plain">
      <div className={styles.picture}>
        <Spark line={middle} low={low} high={high} before={base ? line(base, 50) : null} width={640} height={110} />
      </div>
      <div className={styles.years} aria-hidden>
        <span>{span.year}</span>
        <span>{span.year + middle.length}</span>
      </div>
      <p className={styles.words}>
        {same ? <Say k="plan.rulePreview.same" with={figures} /> : <Say k="plan.rulePreview.words" with={{ ...figures, low: <Money value={lowest} style="round" />, high: <Money value={highest} style="round" />, years: String(middle.length) }} />}
      </p>
      {(!same || base) && <p className={styles.note}>{t(base ? "plan.rulePreview.compared" : "plan.rulePreview.band")}</p>}
    </Card>
  );
}
