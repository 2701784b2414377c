import { ArrowRight, GitBranch } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { useAnalysis } from "../../shell/analysis";
import { bestStep } from "../levers/best";
import { moveWords } from "../levers/words";
import { useScenarios } from "../useScenarios";
import styles from "./Today.module.css";

/** The one step that helps most, once the levers of this very plan were looked at; nothing before. */
export function NextStep() {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const acts = useScenarios();
  const { state, busy, edits } = usePlanSession();
  const { stale, previewing } = useForecast();
  const { answer } = useAnalysis("drivers", {}, false);
  const step = answer && !stale && !previewing ? bestStep(answer) : null;
  if (!step) return null;
  const name = moveWords({ t, locale }, { lever: step.row.lever, unit: step.row.unit, amount: step.move.amount });
  const tryIt = () => void acts.create(name, step.patch).then((made) => made && go(`/h/${state.id}/compare?b=${made}`));
  return (
    <Card look="plain" title={t("levers.next")}>
      <p className={styles.note}>{t("levers.next.text", { move: name, points: Math.round(step.gain * 100) })}</p>
      <div className={styles.acts}>
        {edits && (
          <Button size="small" icon={<GitBranch size={15} aria-hidden />} busy={busy} onClick={tryIt}>
            {t("levers.try")}
          </Button>
        )}
        <Link to={`/h/${state.id}/levers`}>
          {t("levers.next.all")} <ArrowRight size={14} aria-hidden />
        </Link>
      </div>
    </Card>
  );
}
