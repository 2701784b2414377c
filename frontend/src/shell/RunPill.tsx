import { Link } from "react-router";
import type { JobProgress } from "../api/types";
import { copyText } from "../desktop/files";
import { formatChance, halfWidth } from "../format/chance";
import { formatCount, formatPercent } from "../format/number";
import { formatElapsed } from "../format/time";
import { useLocale, useLooseText, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Popover } from "../ui/Popover";
import { useToast } from "../ui/Toast";
import { shareOf } from "../ui/useProgressNews";
import { useAnalysis } from "./analysis";
import { useForecast, useRunProgress, type ForecastSession } from "./forecastSession";
import { successFact } from "./headline";
import styles from "./Shell.module.css";
import { useFaultWords } from "./useFaultWords";

/** idle: fresh; stale: of an older plan; the rest as they say. */
type RunState = "idle" | "running" | "stale" | "failed" | "stopped" | "none";

function runState(f: ForecastSession): RunState {
  if (f.running) return "running";
  if (f.failed) return "failed";
  if (f.stopped) return "stopped";
  if (f.stale) return "stale";
  return f.result ? "idle" : "none";
}

/** The state of the forecast in the top bar; opens its details. */
export function RunPill() {
  const t = useText();
  const forecast = useForecast();
  const progress = useRunProgress();
  const state = runState(forecast);
  const words = usePillWords(state, progress);
  return (
    <Popover
      label={t("run.details")}
      trigger={
        <button type="button" className={styles.pill} aria-label={t("run.status", { state: words.join(" ") })}>
          {state === "running" ? <Ring share={shareOf(progress) ?? 0} /> : <span className={styles.dot} data-state={state} />}
          <Figure words={words[0]} />{" "}
          {words[1] && <small className={styles.wide}>{words[1]}</small>}
        </button>
      }
    >
      <RunDetails state={state} />
    </Popover>
  );
}

/** Where there is little room, the figure stands without how sure it is, which the spoken name still tells. */
function Figure({ words }: { words: string }) {
  const [figure, ...luck] = words.split(" ± ");
  return (
    <span>
      {figure}
      {luck.length > 0 && <span className={styles.luck}> ± {luck.join("")}</span>}
    </span>
  );
}

/** The last full forecast, also while something is tried on fewer futures. */
const standing = ({ base, previewing, result }: ForecastSession) => ((previewing ? base : null) ?? result)?.header;

function usePillWords(state: RunState, progress: JobProgress | null): [string, string?] {
  const t = useText();
  const locale = useLocale();
  const forecast = useForecast();
  if (state === "running" && progress?.phase === "solve") return [t("run.solving")];
  if (state === "running") return [t("run.running", { percent: formatPercent(shareOf(progress) ?? 0, locale) })];
  if (state === "failed") return [t("run.failed")];
  if (state === "stopped") return [t("run.stopped")];
  const header = standing(forecast);
  const success = header && successFact(header);
  if (!header || !success) return [t("run.none")];
  if (state === "stale") return [t("run.stale")];
  const chance = formatChance(success.value, locale);
  const first = success.ci ? t("run.idle.short", { share: chance, half: halfWidth(success.ci) }) : chance;
  return [first, t("run.paths.count", { n: formatCount(header.n, locale) })];
}

function Ring({ share }: { share: number }) {
  const round = 2 * Math.PI * 6;
  return (
    <svg className={styles.ring} viewBox="0 0 16 16" aria-hidden>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="6" strokeDasharray={round} strokeDashoffset={round * (1 - Math.max(0.04, share))} />
    </svg>
  );
}

/** Success as closely as it can be known, worked out when somebody looks: with two digits where evenly spread futures tell it. */
function Closely() {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const { answer, running, fault } = useAnalysis("success");
  const found = answer?.success;
  const points = (found?.replicates ?? 0) * (found?.points ?? 0);
  if (!found && !running && !fault) return null;
  return (
    <div aria-live="polite">
      <dl className={styles.rows}>
        <dt>{t("run.closely")}</dt>
        <dd>
          {!found && (fault ? words(fault).title : t("run.closely.busy"))}
          {found?.estimate.ci && t("run.closely.value", { share: formatPercent(found.estimate.value, locale, points > 0 ? 2 : 1), half: halfWidth(found.estimate.ci, points > 0 ? 2 : 1) })}
          {found && !found.estimate.ci && formatPercent(found.estimate.value, locale, 1)}
        </dd>
      </dl>
      {found && <p className={styles.popText}>{found.why ? found.why[locale] : points > 0 ? t("run.closely.why", { n: formatCount(points, locale) }) : t("run.closely.plain")}</p>}
    </div>
  );
}

function RunDetails({ state }: { state: RunState }) {
  const t = useText();
  const loose = useLooseText();
  const locale = useLocale();
  const { toast } = useToast();
  const words = useFaultWords();
  const forecast = useForecast();
  const header = standing(forecast);
  const model = header ? loose("model." + header.model, undefined, header.model) : "";
  const copy = () => {
    if (!header) return;
    const text = [`${t("run.model")}: ${model}`, `${t("run.seed")}: ${header.seed}`, `${t("run.paths")}: ${header.n}`, `${t("run.engine")}: ${header.engine}`, `${t("run.plan")}: ${header.planHash}`, `${t("run.result")}: ${header.hash}`];
    void copyText(text.join("\n")).then(() => toast({ text: t("app.copied") }));
  };
  return (
    <div>
      <h2 className={styles.popTitle}>{t("run.details")}</h2>
      {forecast.failed && (
        <p className={styles.bad} role="alert">
          {words(forecast.failed).title} {words(forecast.failed).fix}
        </p>
      )}
      {header && (
        <dl className={styles.rows}>
          <dt>{t("run.model")}</dt>
          <dd>{model}</dd>
          <dt>{t("run.paths")}</dt>
          <dd>{formatCount(header.n, locale)}</dd>
          <dt>{t("run.seed")}</dt>
          <dd>{header.seed}</dd>
          <dt>{t("run.time")}</dt>
          <dd>{formatElapsed(header.ms)}</dd>
          <dt>{t("run.engine")}</dt>
          <dd className={styles.hash}>{header.engine.slice(0, 12)}</dd>
          <dt>{t("run.plan")}</dt>
          <dd className={styles.hash}>{header.planHash.slice(0, 12)}</dd>
          <dt>{t("run.result")}</dt>
          <dd className={styles.hash}>{header.hash.slice(0, 12)}</dd>
        </dl>
      )}
      {header && <Closely />}
      <p className={styles.popText}>
        {t("run.explain")} <Link to="/method">{t("method.open")}</Link>
      </p>
      <div className={styles.popActions}>
        {state === "running" && (
          <Button
            size="small"
            onClick={() => {
              forecast.cancel();
              toast({ text: t("run.cancelled") });
            }}
          >
            {t("run.cancel")}
          </Button>
        )}
        {(state === "failed" || state === "stopped") && (
          <Button size="small" look="primary" onClick={forecast.retry}>
            {t("run.again")}
          </Button>
        )}
        {header && (
          <Button size="small" onClick={copy}>
            {t("app.copy")}
          </Button>
        )}
      </div>
    </div>
  );
}
