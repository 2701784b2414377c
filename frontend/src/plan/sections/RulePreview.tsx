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
        <Say k="plan.rulePreview.words" with={{ first: <Money value={middle[0] ?? 0} style="round" />, last: <Money value={middle[last] ?? 0} style="round" />, low: <Money value={low[last] ?? 0} style="round" />, high: <Money value={high[last] ?? 0} style="round" />, years: String(middle.length) }} />
      </p>
      <p className={styles.note}>{t(base ? "plan.rulePreview.compared" : "plan.rulePreview.band")}</p>
    </Card>
  );
}
