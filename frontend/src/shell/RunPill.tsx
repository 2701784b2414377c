import { Link } from "react-router";
import type { ResultHeader } from "../api/types";
import { copyText } from "../desktop/files";
import { formatChance, halfWidth } from "../format/chance";
import { formatCount, formatPercent } from "../format/number";
import { formatElapsed } from "../format/time";
import { useLocale, useLooseText, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Popover } from "../ui/Popover";
import { useToast } from "../ui/Toast";
import { useForecast, type ForecastSession } from "./forecastSession";
import { sharpFact, successFact } from "./headline";
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
  const state = runState(forecast);
  const words = usePillWords(state);
  return (
    <Popover
      label={t("run.details")}
      trigger={
        <button type="button" className={styles.pill} aria-label={t("run.status", { state: words.join(" ") })}>
          {state === "running" ? <Ring share={progressShare(forecast)} /> : <span className={styles.dot} data-state={state} />}
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

function progressShare(f: ForecastSession): number {
  return f.progress && f.progress.total > 0 ? f.progress.done / f.progress.total : 0;
}

/** The last full forecast, also while something is tried on fewer futures. */
const standing = ({ base, previewing, result }: ForecastSession) => ((previewing ? base : null) ?? result)?.header;

function usePillWords(state: RunState): [string, string?] {
  const t = useText();
  const locale = useLocale();
  const forecast = useForecast();
  if (state === "running" && forecast.progress?.phase === "solve") return [t("run.solving")];
  if (state === "running" && forecast.progress?.phase === "integrate") return [t("run.integrating")];
  if (state === "running") return [t("run.running", { percent: formatPercent(progressShare(forecast), locale) })];
  if (state === "failed") return [t("run.failed")];
  if (state === "stopped") return [t("run.stopped")];
  const header = standing(forecast);
  const success = header && successFact(header);
  if (!header || !success) return [t("run.none")];
  if (state === "stale") return [t("run.stale")];
  const share = formatChance(success.value, locale);
  const first = success.ci ? t("run.idle.short", { share, half: halfWidth(success.ci) }) : share;
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

/** How many evenly spread futures the sharper figure rests on. */
const sharpPoints = ({ sampling }: ResultHeader) => (sampling.replicates ?? 0) * (sampling.points ?? 0);

/** Success as evenly spread futures tell it, with two digits, since they know it that closely. */
function Sharp({ header }: { header: ResultHeader }) {
  const t = useText();
  const locale = useLocale();
  const fact = sharpFact(header);
  if (!fact?.ci) return null;
  return (
    <>
      <dt>{t("run.sharp")}</dt>
      <dd>{t("run.sharp.value", { share: formatPercent(fact.value, locale, 2), half: halfWidth(fact.ci, 2) })}</dd>
    </>
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
          <Sharp header={header} />
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
      {header && sharpFact(header) && <p className={styles.popText}>{t("run.sharp.why", { n: formatCount(sharpPoints(header), locale) })}</p>}
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
