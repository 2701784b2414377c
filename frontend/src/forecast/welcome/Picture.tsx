import { useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { Skeleton } from "../../ui/Card";
import { FutureFan } from "../FutureFan";
import { RunTrouble } from "../RunTrouble";
import { useChance } from "../useChance";
import { useNarrow } from "./useNarrow";
import styles from "./Welcome.module.css";

/** The fan that grows beside the questions. done: the sentence stands elsewhere, and it is no guess any more. */
export function Picture({ done = false }: { done?: boolean }) {
  const t = useText();
  const say = useChance();
  const narrow = useNarrow();
  const { result, success } = useForecast();
  return (
    <div className={styles.picture}>
      {!done && (
        <p className={styles.chance} aria-live="polite">
          {success ? t("welcome.holds", { chance: say(success) }) : t("welcome.trying")}
        </p>
      )}
      {result ? <FutureFan forecast={result} metric="netWorth" size="small" height={narrow ? 150 : 380} /> : <Skeleton height={narrow ? 150 : 380} />}
      {!narrow && !done && <p className={styles.small}>{t("welcome.guess")}</p>}
      <RunTrouble />
    </div>
  );
}
