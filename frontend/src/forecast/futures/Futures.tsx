import { useState } from "react";
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
import { CashFlowView } from "./CashFlowView";
import { CloudView } from "./CloudView";
import { FanView } from "./FanView";
import styles from "./Futures.module.css";
import { NetWorthView } from "./NetWorthView";
import { SpendingView } from "./SpendingView";
import { TableView } from "./TableView";
import { YearView } from "./YearView";

const views = ["fan", "cloud", "year", "cash", "worth", "spending", "table", "runs"] as const;
type View = (typeof views)[number];

/** What could happen, from many sides; each has an address. */
export default function Futures() {
  const t = useText();
  const go = useNavigate();
  const params = useParams();
  const { id } = usePlanSession().state;
  const { result, failed } = useForecast();
  useTitle(t("futures.title"));
  const view: View = views.find((v) => v === params["view"]) ?? "fan";
  // The tab answers at once; the address, and what is drawn for it, may take a moment longer.
  const [going, setGoing] = useState<View | null>(null);
  if (going === view) setGoing(null);
  const panels = { fan: FanView, cloud: CloudView, year: YearView, cash: CashFlowView, worth: NetWorthView, spending: SpendingView, table: TableView, runs: RunsView };
  const Panel = panels[view];
  const panel = result ? <Panel forecast={result} /> : failed ? null : <Waiting />;
  return (
    <div className={styles.page}>
      <Heading />
      <RunTrouble />
      <Tabs
        label={t("futures.views")}
        value={going ?? view}
        onChange={(v) => {
          setGoing(v);
          void go(`/h/${id}/futures/${v}`);
        }}
        tabs={views.map((value) => ({ value, label: t(`futures.${value}`), panel: value === view ? panel : <Skeleton height={320} /> }))}
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
