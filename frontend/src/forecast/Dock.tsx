import { Undo2 } from "lucide-react";
import { Spark } from "../chart/Spark";
import { halfWidth } from "../format/chance";
import { formatCount, formatPercent } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { useForecast, useRunProgress, type Forecast } from "../shell/forecastSession";
import { usePlanSession } from "../shell/planSession";
import { usePreferences } from "../shell/preferences";
import { useEditName } from "../shell/useEditName";
import { Button } from "../ui/Button";
import { Badge, Skeleton } from "../ui/Card";
import { Money, useMoneyUnit } from "../ui/Money";
import { shareOf } from "../ui/useProgressNews";
import { Delta, Success } from "./Delta";
import styles from "./Dock.module.css";
import { RunTrouble } from "./RunTrouble";

/** The consequence beside the edit: what the newest change, or the one being tried, does to the future. */
export function Dock() {
  const t = useText();
  const { result, stale } = useForecast();
  const { edits } = usePlanSession();
  return (
    <section className={styles.dock} aria-label={t(edits ? "dock.title" : "dock.title.reading")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t(edits ? "dock.title" : "dock.title.reading")}</h2>
        <Status />
      </div>
      <RunTrouble />
      {result ? (
        <div className={stale ? styles.old : undefined}>
          <Figures result={result} />
          <Before result={result} />
        </div>
      ) : (
        <Skeleton height={180} />
      )}
      <UndoLast />
    </section>
  );
}

function Status() {
  const t = useText();
  const locale = useLocale();
  const { result, previewing, running } = useForecast();
  const progress = useRunProgress();
  if (previewing && result) return <Badge tone="accent">{t("dock.preview", { n: formatCount(result.header.n, locale) })}</Badge>;
  if (running) return <Badge>{t("run.running", { percent: formatPercent(shareOf(progress) ?? 0, locale) })}</Badge>;
  return null;
}

function Figures({ result }: { result: Forecast }) {
  const t = useText();
  const { base, paired, previewing, success } = useForecast();
  const { header } = result;
  const sustain = header.facts["spend.sustainable.month"];
  const was = base?.header.facts["spend.sustainable.month"];
  const planned = header.facts["spend.retired.month"] ?? header.facts["spend.planned.month"];
  return (
    <dl className={styles.rows}>
      <div>
        <dt>{t("dock.success")}</dt>
        <dd className={styles.big}>
          <Success />
          {success?.ci && !base && <span className={styles.was}> ± {halfWidth(success.ci)}</span>}
        </dd>
        {base && (
          <dd>
            <Delta />
            {paired && <Pairs rescued={paired.onlyB} lost={paired.onlyA} />}
          </dd>
        )}
      </div>
      {sustain ? (
        <div>
          <dt>{t("dock.month")}</dt>
          <dd className={styles.middle}>
            <Money value={sustain.value} style="round" />
          </dd>
          {was && Math.abs(was.value - sustain.value) >= 0.5 && (
            <dd className={styles.was}>
              <Money value={sustain.value - was.value} style="round" signed />
            </dd>
          )}
        </div>
      ) : (
        previewing &&
        planned && (
          <div>
            <dt>{t("dock.plan.month")}</dt>
            <dd className={styles.middle}>
              <Money value={planned.value} style="round" />
            </dd>
          </div>
        )
      )}
    </dl>
  );
}

function Pairs({ rescued, lost }: { rescued: number; lost: number }) {
  const t = useText();
  const locale = useLocale();
  if (rescued === 0 && lost === 0) return null;
  return (
    <p className={styles.pairs}>
      {t("dock.rescued", { n: formatCount(rescued, locale) })} · {t("dock.lost", { n: formatCount(lost, locale) })}
    </p>
  );
}

function Before({ result }: { result: Forecast }) {
  const t = useText();
  const unit = useMoneyUnit();
  const { base } = useForecast();
  const { basis } = usePreferences().settings;
  const line = (of: Forecast, percentile: number) => of.series.line(basis, "liquid", percentile);
  const median = line(result, 50);
  const low = line(result, 25);
  const high = line(result, 75);
  if (!median || !low || !high) return null;
  return (
    <div className={styles.spark}>
      <Spark line={median} low={low} high={high} before={base ? line(base, 50) : null} width={280} height={64} />
      <p>{t(`metric.axis.${basis}`, { metric: t("dock.spark"), unit })}</p>
    </div>
  );
}

function UndoLast() {
  const t = useText();
  const say = useEditName();
  const { state, undo, edits } = usePlanSession();
  if (!edits) return null;
  if (!state.undo) return <p className={styles.waiting}>{t("dock.waiting")}</p>;
  return (
    <div className={styles.undo}>
      <Button look="quiet" size="small" icon={<Undo2 size={15} aria-hidden />} onClick={() => void undo()}>
        {t("dock.undo", { what: say(state.undo) })}
      </Button>
    </div>
  );
}
