import type { Paired } from "../api/types";
import { formatPoints } from "../format/number";
import { useText } from "../i18n/text";
import styles from "./today/LeverCard.module.css";

/** The paired difference in points; a difference that luck explains is said to be that. */
export function Delta({ paired }: { paired: Paired | null }) {
  const t = useText();
  if (!paired) return null;
  const { value, ci } = paired.delta;
  if (paired.onlyA === 0 && paired.onlyB === 0) return <span className={`${styles.delta} ${styles.flat}`}>{t("dock.same")}</span>;
  const luck = ci.low <= 0 && ci.high >= 0;
  const look = luck ? styles.flat : value > 0 ? styles.up : styles.down;
  return (
    <span className={`${styles.delta} ${look}`}>
      {t("dock.points", { points: formatPoints(value) })}
      {luck && ` · ${t("dock.noise")}`}
    </span>
  );
}
