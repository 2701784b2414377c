// The age at which each person stops working, as sliders: the strongest lever most households have.
import { useText } from "../../i18n/text";
import { formatMonth, monthAt } from "../../format/time";
import { Card } from "../../ui/Card";
import { Slider } from "../../ui/Slider";
import { useEditing } from "../editing";
import { useWords } from "../fields/choices";
import { stopLever, stopPatch, type StopLever } from "../levers";
import { living } from "../order";
import { readMonth } from "../when";
import { nameOf, personName } from "../words";
import styles from "./sections.module.css";

export function StopLevers() {
  const { plan } = useEditing();
  const t = useText();
  const levers = living(plan.people)
    .map(([id]) => ({ id, lever: stopLever(plan, id) }))
    .filter((entry): entry is { id: string; lever: StopLever } => entry.lever !== null);
  if (levers.length === 0) return null;
  return (
    <Card title={t("plan.stop.title")} look="plain">
      <div className={styles.levers}>
        {levers.map(({ id, lever }) => (
          <StopRow key={id} id={id} lever={lever} />
        ))}
      </div>
    </Card>
  );
}

function StopRow({ id, lever }: { id: string; lever: StopLever }) {
  const { plan, preview, commit } = useEditing();
  const words = useWords();
  const { t, locale } = words;
  const name = personName(words, id);
  const say = (age: number) => {
    const years = Math.floor(age / 12);
    const months = Math.round(age % 12);
    return months === 0 ? t("plan.age.years", { years }) : t("plan.age.both", { years, months });
  };
  const birth = readMonth(plan.people[id]?.birth) ?? 0;
  const followers = living(plan.people).filter(([other, person]) => other !== id && lever.milestone !== undefined && person.work?.stop.ref === lever.milestone);
  return (
    <div className={styles.lever} data-pointer={`/people/${id}/work`}>
      <div className={styles.leverHead}>
        <span className={styles.leverName}>{t("plan.stop.person", { name })}</span>
        <span className={styles.leverValue}>{say(lever.age)}</span>
      </div>
      <Slider
        label={t("plan.stop.person", { name })}
        value={lever.age}
        {...lever.range}
        onMove={(age) => preview(stopPatch(plan, id, age))}
        onCommit={(age) => (age === lever.age ? preview(null) : void commit("edit.people.stop", { name }, stopPatch(plan, id, age)))}
        say={say}
      />
      <div className={styles.leverNote}>
        {formatMonth(monthAt(birth + lever.age), locale)}
        {lever.milestone !== undefined && ` · ${t("plan.stop.with", { name: nameOf(words, plan.milestones?.[lever.milestone]) })}`}
        {followers.length > 0 && ` · ${t("plan.stop.together", { names: followers.map(([other]) => personName(words, other)).join(", ") })}`}
      </div>
    </div>
  );
}
