import { formatChance, shownDifference } from "../format/chance";
import { formatPoints } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { useForecast } from "../shell/forecastSession";
import { successFact } from "../shell/headline";
import styles from "./today/LeverCard.module.css";

/** The paired difference in points; a difference that luck explains is said to be that. */
export function Delta() {
  const t = useText();
  const { base, paired, success } = useForecast();
  const was = base && successFact(base.header);
  if (!paired || !was || !success) return null;
  const { value, ci } = paired.delta;
  if (paired.onlyA === 0 && paired.onlyB === 0) return <span className={`${styles.delta} ${styles.flat}`}>{t("dock.same")}</span>;
  const luck = ci.low <= 0 && ci.high >= 0;
  const look = luck ? styles.flat : value > 0 ? styles.up : styles.down;
  return (
    <span className={`${styles.delta} ${look}`}>
      {t("dock.points", { points: formatPoints(shownDifference(was.value, success.value)) })}
      {luck && ` · ${t("dock.noise")}`}
    </span>
  );
}

/** The share that holds; when compared, from what to what. */
export function Success({ compared = true }: { compared?: boolean }) {
  const locale = useLocale();
  const t = useText();
  const { base, paired, success } = useForecast();
  const was = compared && paired && base && successFact(base.header);
  if (!success) return "–";
  const now = formatChance(success.value, locale);
  if (!was) return now;
  return (
    <>
      <span className={styles.was}>
        {formatChance(was.value, locale)}
        <span aria-hidden> → </span>
        <span className={styles.unseen}> {t("dock.to")} </span>
      </span>
      {now}
    </>
  );
}
