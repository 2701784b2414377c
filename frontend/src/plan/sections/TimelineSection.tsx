import { Segmented } from "../../ui/Segmented";
import { Select } from "../../ui/Inputs";
import { Icon, icons } from "../../ui/Icon";
import { formatPercent } from "../../format/number";
import { formatMonth, monthAt, monthIndex } from "../../format/time";
import { useForecast } from "../../shell/forecastSession";
import type { TimeRef, Trigger } from "../../api/types";
import type { Milestone, MilestoneWhen } from "../document";
import { useEditing } from "../editing";
import { useWords } from "../fields/choices";
import { Frame, Group } from "../fields/Frame";
import { TextField, withUnknown } from "../fields/Simple";
import { WhenField } from "../fields/WhenField";
import { part, type Lens } from "../lens";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { Timeline } from "../Timeline";
import { usesOf } from "../collection";
import { momentWords, resolvedWords } from "../words";
import { StopLevers } from "./StopLevers";
import styles from "./sections.module.css";
import { TriggerField } from "./TriggerField";

const ICONS = ["flag", "sun", "cap", "home", "baby", "car", "heart", "gift", "plane", "work", "bank", "leaf", "star"] as const;

export function TimelineSection({ filter }: SectionProps) {
  const words = useWords();
  const { plan } = useEditing();
  const { t } = words;
  const detail = (milestone: Milestone, id: string) => {
    const uses = usesOf(plan, id).length;
    return [milestone.when.trigger ? t("plan.moment.condition") : momentWords(words, milestone.when), ...(uses > 0 ? [t("plan.milestone.uses", { n: uses })] : [])].join(" · ");
  };
  return (
    <>
      <Timeline />
      <Records
        collection="milestones"
        filter={filter}
        icon={(milestone) => <Icon name={milestone.icon} />}
        detail={detail}
        figure={(milestone) => <small>{resolvedWords(words, milestone.when).split(" · ")[0]}</small>}
        editor={(lens, id) => <MilestoneEditor lens={lens} id={id} />}
      />
      <StopLevers />
    </>
  );
}

function MilestoneEditor({ lens, id }: { lens: Lens<Milestone>; id: string }) {
  const { t } = useWords();
  const icon = lens.value.icon ?? "flag";
  const options = ICONS.filter((name) => icons[name]).map((value) => ({ value: value as string, label: t(`plan.icon.${value}`) }));
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <Frame label={t("plan.milestone.icon")} pointer={lens.pointer + "/icon"}>
        <Select value={icon} options={withUnknown(options, icon)} onChange={(next) => lens.set({ ...lens.value, icon: next })} />
      </Frame>
      <MilestoneWhenField lens={part(lens, "when", "edit.milestones.when")} id={id} />
      <TextField label={t("plan.note")} lens={part(lens, "note")} wide />
    </>
  );
}

/** At a moment, or when the household has come far enough. */
function MilestoneWhenField({ lens, id }: { lens: Lens<MilestoneWhen>; id: string }) {
  const { t, plan } = useWords();
  const trigger = lens.value.trigger;
  const options = (["moment", "condition"] as const).map((value) => ({ value, label: t(`plan.milestone.${value}`) }));
  const begin = (next: "moment" | "condition"): MilestoneWhen =>
    next === "moment" ? { at: "month", month: `${Number(plan.start.slice(0, 4)) + 10}-01` } : { trigger: { metric: "multipleOfSpending", op: ">=", value: "25" } };
  return (
    <>
      <Group label={t("plan.milestone.when")} pointer={lens.pointer} reach="exact">
        <Segmented label={t("plan.milestone.when")} value={trigger ? "condition" : "moment"} options={options} onChange={(next) => lens.set(begin(next))} />
      </Group>
      {trigger ? (
        <>
          <TriggerField lens={part(lens, "trigger") as Lens<Trigger>} />
          <Reached id={id} />
        </>
      ) : (
        <WhenField label={t("plan.milestone.moment")} lens={lens as Lens<TimeRef>} milestone={id} kinds={["month", "age", "milestone", "now", "end"]} />
      )}
    </>
  );
}

/** In how many futures a milestone that waits comes, and when, by the newest forecast. */
function Reached({ id }: { id: string }) {
  const { t, locale } = useWords();
  const header = useForecast().result?.header;
  const reached = header?.milestones.find((milestone) => milestone.id === id)?.reached;
  if (!header || !reached) return null;
  const at = (offset: number) => formatMonth(monthAt(monthIndex(header.start) + offset), locale);
  const words = reached.share > 0 ? t("plan.trigger.reached", { share: formatPercent(reached.share, locale), early: at(reached.early), median: at(reached.median), late: at(reached.late) }) : t("plan.trigger.never");
  return <p className={styles.note}>{words}</p>;
}
