import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { useLocale, useText } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePowers } from "../../shell/powers";
import { SafekeepingCard } from "../../shell/Safekeeping";
import { Button } from "../../ui/Button";
import { Badge, Card, Skeleton } from "../../ui/Card";
import { FutureFan } from "../FutureFan";
import { RunTrouble } from "../RunTrouble";
import { useTitle } from "../../shell/useTitle";
import { Checklist } from "./Checklist";
import { Depth } from "./Depth";
import { Headline } from "./Headline";
import { LeverCard } from "./LeverCard";
import { NextStep } from "./NextStep";
import styles from "./Today.module.css";
import { Upcoming } from "./Upcoming";

/**
 * What can we spend, and will it hold? `documents` warns of those that are forgotten soon, `told` is what the
 * advisor tells unasked, `onTrack` says where reality is.
 */
export default function Today({ documents, told, onTrack }: { documents?: ReactNode; told?: ReactNode; onTrack?: ReactNode }) {
  const t = useText();
  useTitle(t("today.title"));
  const { state, problems, edits } = usePlanSession();
  const { sees, tracks } = usePowers();
  const forecast = useForecast();
  return (
    <div className={styles.page}>
      {state.plan.demo && <DemoMark />}
      <Headline />
      <RunTrouble />
      {sees("documents") && documents}
      {sees("advisor") && told}
      <div className={edits ? styles.middle : styles.alone}>
        <Picture result={forecast.result} />
        {edits && <LeverCard />}
      </div>
      <div className={styles.lower}>
        <NextStep />
        {tracks && onTrack}
        <Depth />
        <Upcoming />
        {!state.plan.demo && edits && <Checklist />}
        {!state.plan.demo && <SafekeepingCard />}
        <Warnings problems={problems} />
      </div>
    </div>
  );
}

function DemoMark() {
  const t = useText();
  const go = useNavigate();
  const { changesPlans: makes } = usePowers();
  return (
    <div className={styles.demo}>
      <Badge tone="warn">{t("demo.mark")}</Badge>
      <p>{t(makes ? "demo.text" : "demo.text.reading")}</p>
      {makes && (
        <Button size="small" onClick={() => void go("/welcome")}>
          {t("demo.replace")}
        </Button>
      )}
    </div>
  );
}

function Picture({ result }: { result: Forecast | null }) {
  const t = useText();
  const go = useNavigate();
  const { stale } = useForecast();
  const { id } = usePlanSession().state;
  if (!result) return <Skeleton height={320} />;
  return (
    <div>
      <FutureFan forecast={result} metric="netWorth" size="small" height={320} onYear={(year) => void go(`/h/${id}/futures/year?y=${year}`)} />
      <div className={styles.fanFoot}>
        <p>{stale ? t("forecast.old") : t("futures.bands.small")}</p>
        <Link to={`/h/${id}/futures`}>
          {t("today.fan.all")} <ArrowRight size={14} aria-hidden />
        </Link>
      </div>
    </div>
  );
}

function Warnings({ problems }: { problems: ReturnType<typeof usePlanSession>["problems"] }) {
  const t = useText();
  const locale = useLocale();
  const shown = problems.filter((p) => p.severity === "warning").slice(0, 3);
  if (shown.length === 0) return null;
  return (
    <Card look="plain" title={t("warnings.title")}>
      {shown.map((p) => (
        <p key={p.pointer + p.code} className={styles.note}>
          {p.text[locale]}
        </p>
      ))}
    </Card>
  );
}
