import { useText } from "../i18n/text";
import { useForecast } from "../shell/forecastSession";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { classes } from "../ui/classes";
import styles from "./RunTrouble.module.css";

/** A run that failed or was stopped: why, what to do, and again. Nothing while all is well. */
export function RunTrouble() {
  const t = useText();
  const words = useFaultWords();
  const { failed, stopped, retry } = useForecast();
  if (!failed && !stopped) return null;
  const said = failed && words(failed);
  const why = said ? [said.title, said.fix, ...said.problems].filter(Boolean).join(" ") : t("forecast.stopped.text");
  return (
    <div className={classes(styles.trouble, !failed && styles.stopped)} role="alert">
      <p>
        <strong>{t(failed ? "forecast.failed.title" : "forecast.stopped.title")}</strong>
        {why}
      </p>
      <Button size="small" onClick={retry}>
        {t("forecast.again")}
      </Button>
    </div>
  );
}
