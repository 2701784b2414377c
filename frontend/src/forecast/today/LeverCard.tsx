import { useState } from "react";
import type { Patch } from "../../api/plans";
import type { EditName } from "../../api/types";
import { formatPercent } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { Card } from "../../ui/Card";
import { Money } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { Slider } from "../../ui/Slider";
import { Delta, Success } from "../Delta";
import styles from "./LeverCard.module.css";
import { scaleSpending, shiftWork, workStops } from "./levers";

type Lever = "work" | "spend";

/** Two levers to feel the plan by: drag to see, let go to keep. */
export function LeverCard() {
  const t = useText();
  const { plan } = usePlanSession().state;
  const canWork = workStops(plan).length > 0;
  const [chosen, setChosen] = useState<Lever>("work");
  const lever = canWork ? chosen : "spend";
  return (
    <Card title={t("lever.title")}>
      {canWork && (
        <Segmented
          wide
          label={t("lever.choose")}
          value={lever}
          onChange={setChosen}
          options={[
            { value: "work", label: t("lever.work") },
            { value: "spend", label: t("lever.spend") },
          ]}
        />
      )}
      {lever === "work" ? <WorkLever /> : <SpendLever />}
      <Outcome />
      <p className={styles.hint}>{t("lever.hint")}</p>
    </Card>
  );
}

/** A lever that always starts from the plan as it is: zero means "as planned". */
function useLever(make: (value: number) => Patch, name: (value: number) => EditName) {
  const { edit, preview } = usePlanSession();
  const [value, setValue] = useState(0);
  const move = (v: number) => {
    setValue(v);
    preview(v === 0 ? null : make(v));
  };
  const keep = (v: number) => {
    setValue(0);
    if (v === 0) preview(null);
    else void edit(name(v), make(v));
  };
  return { value, move, keep };
}

function WorkLever() {
  const t = useText();
  const { plan } = usePlanSession().state;
  const { value, move, keep } = useLever(
    (v) => shiftWork(plan, v),
    (v) => ({ key: v > 0 ? "edit.lever.later" : "edit.lever.sooner", args: { years: String(Math.abs(v)) } }),
  );
  const say = (v: number) => (v === 0 ? t("lever.work.same") : v > 0 ? t("lever.work.later", { n: v }) : t("lever.work.sooner", { n: -v }));
  const stops = workStops(plan).flatMap((s) => (s.age === null ? [] : [t("lever.work.stops", { name: s.name, age: s.age + value })]));
  return (
    <>
      <div className={styles.value}>{say(value)}</div>
      <Slider label={t("lever.work.label")} value={value} min={-5} max={7} step={1} onMove={move} onCommit={keep} say={say} />
      <p className={styles.who}>{stops.join(" · ")}</p>
    </>
  );
}

function SpendLever() {
  const t = useText();
  const locale = useLocale();
  const { plan } = usePlanSession().state;
  const percent = (v: number) => formatPercent(Math.abs(v) / 100, locale);
  const { value, move, keep } = useLever(
    (v) => scaleSpending(plan, 1 + v / 100),
    (v) => ({ key: v > 0 ? "edit.lever.more" : "edit.lever.less", args: { percent: percent(v) } }),
  );
  const say = (v: number) => (v === 0 ? t("lever.spend.same") : v > 0 ? t("lever.spend.more", { percent: percent(v) }) : t("lever.spend.less", { percent: percent(v) }));
  return (
    <>
      <div className={styles.value}>{say(value)}</div>
      <Slider label={t("lever.spend.label")} value={value} min={-30} max={30} step={1} onMove={move} onCommit={keep} say={say} />
      <p className={styles.who} />
    </>
  );
}

function Outcome() {
  const t = useText();
  const { result, previewing } = useForecast();
  const sustain = result?.header.facts["spend.sustainable.month"];
  return (
    <dl className={styles.rows}>
      <dt>{t("lever.success")}</dt>
      <dd className={styles.big}>
        <Success compared={previewing} />
        {previewing && <Delta />}
      </dd>
      <dt>{t("lever.month")}</dt>
      <dd>{sustain ? <Money value={sustain.value} style="round" /> : <span className={styles.later}>{previewing ? t("lever.month.later") : "–"}</span>}</dd>
    </dl>
  );
}
