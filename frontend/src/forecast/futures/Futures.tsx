import { useNavigate, useParams } from "react-router";
import { formatCount } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useTitle } from "../../shell/useTitle";
import { EmptyState, Skeleton } from "../../ui/Card";
import { Tabs } from "../../ui/Tabs";
import { RunTrouble } from "../RunTrouble";
import { useChance } from "../useChance";
import { RunsView } from "../runs/RunsView";
import { FanView } from "./FanView";
import styles from "./Futures.module.css";
import { TableView } from "./TableView";
import { YearView } from "./YearView";

const views = ["fan", "year", "table", "runs"] as const;
type View = (typeof views)[number];

/** What could happen, from four sides. */
export default function Futures() {
  const t = useText();
  const go = useNavigate();
  const params = useParams();
  const { id } = usePlanSession().state;
  const { result, failed } = useForecast();
  useTitle(t("futures.title"));
  const view: View = views.find((v) => v === params["view"]) ?? "fan";
  const panels = { fan: FanView, year: YearView, table: TableView, runs: RunsView };
  const Panel = panels[view];
  const panel = result ? <Panel forecast={result} /> : failed ? null : <Waiting />;
  return (
    <div className={styles.page}>
      <Heading />
      <RunTrouble />
      <Tabs
        label={t("futures.views")}
        value={view}
        onChange={(v) => void go(`/h/${id}/futures/${v}`)}
        tabs={[
          { value: "fan", label: t("futures.fan"), panel },
          { value: "year", label: t("futures.year"), panel },
          { value: "table", label: t("futures.table"), panel },
          { value: "runs", label: t("futures.runs"), panel },
        ]}
      />
    </div>
  );
}

function Waiting() {
  const t = useText();
  return (
    <>
      <EmptyState title={t("forecast.none")} />
      <Skeleton height={320} />
    </>
  );
}

function Heading() {
  const t = useText();
  const locale = useLocale();
  const say = useChance();
  const { result, success } = useForecast();
  const header = result?.header;
  if (!header || !success) return <h1 className={styles.h1}>{t("futures.h1")}</h1>;
  const what = t(header.metric === "allFunded" ? "futures.what.full" : "futures.what.essential");
  return (
    <>
      <h1 className={styles.h1}>{t("futures.h1.chance", { chance: say(success), what })}</h1>
      <p className={styles.lede}>{t("futures.lede", { n: formatCount(header.n, locale) })}</p>
    </>
  );
}
