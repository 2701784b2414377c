import { standing } from "../../format/chance";
import { Say, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { successFact } from "../../shell/headline";
import type { ResultHeader } from "../../api/types";
import { classes } from "../../ui/classes";
import { Money } from "../../ui/Money";
import { useChance } from "../useChance";
import styles from "./Today.module.css";

/** The sentence of the day, made from facts. While something is tried, it says what that would do. */
export function Headline() {
  const t = useText();
  const say = useChance();
  const { result, base, stale } = useForecast();
  const header = result?.header;
  const success = header && successFact(header);
  if (!header || !success) return <h1 className={classes(styles.hero, styles.old)}>{t("today.hero.waiting")}</h1>;
  const chance = <span className={styles.figure}>{say(success)}</span>;
  // Previews may leave out what takes long to solve; then the newest full answer is not repeated.
  const sustain = header.facts["spend.sustainable.month"];
  return (
    <div className={stale ? styles.old : undefined}>
      <h1 className={styles.hero}>
        {sustain ? (
          <Say
            k="today.hero"
            with={{
              amount: (
                <span className={styles.figure}>
                  <Money value={sustain.value} style="round" />
                </span>
              ),
              chance,
            }}
          />
        ) : (
          <Say k="today.hero.share" with={{ chance }} />
        )}
      </h1>
      <Lede header={sustain ? header : (base?.header ?? header)} shown={header} />
    </div>
  );
}

/** Range, standing against the target, and what "holds" means. */
function Lede({ header, shown }: { header: ResultHeader; shown: ResultHeader }) {
  const t = useText();
  const sustain = header.facts["spend.sustainable.month"];
  const planned = shown.facts["spend.planned.month"];
  const success = successFact(shown);
  const target = Math.round(shown.confidence * 100);
  return (
    <p className={styles.lede}>
      {sustain?.ci && (
        <>
          <Say
            k="today.sustain"
            with={{
              amount: <Money value={sustain.value} style="round" />,
              target,
              low: <Money value={sustain.ci.low} style="round" />,
              high: <Money value={sustain.ci.high} style="round" />,
            }}
          />{" "}
        </>
      )}
      {success && planned && <Say k={`today.planned.${standing(success.value, success.ci, shown.confidence)}`} with={{ planned: <Money value={planned.value} style="round" /> }} />} {t(shown.metric === "allFunded" ? "today.holds.full" : "today.holds.essential")}
    </p>
  );
}
