// The age at which people stop working, as sliders: the strongest lever most households have.
import { formatMonth, monthAt } from "../../format/time";
import { Card } from "../../ui/Card";
import { useEditing } from "../editing";
import { useWords } from "../fields/choices";
import { stopGroups, stopPatch, type StopGroup } from "../levers";
import { ageIn, readMonth } from "../when";
import { nameOf, namesWords, personName, type Words } from "../words";
import { LeverRow } from "./LeverRow";
import styles from "./sections.module.css";

export function StopLevers() {
  const { plan } = useEditing();
  const { t } = useWords();
  const groups = stopGroups(plan);
  if (groups.length === 0) return null;
  return (
    <Card title={t("plan.stop.title")} look="plain">
      <div className={styles.levers}>
        {groups.map((group) => (
          <StopRow key={group.people.join()} group={group} />
        ))}
      </div>
    </Card>
  );
}

/** People who stop at the same milestone stop together: one lever for all of them. */
function StopRow({ group }: { group: StopGroup }) {
  const { plan, preview, commit } = useEditing();
  const words = useWords();
  const { t, locale } = words;
  const { lever, people } = group;
  const [first = ""] = people;
  const name = namesWords(words, people.map((id) => personName(words, id)));
  const birth = readMonth(plan.people[first]?.birth) ?? 0;
  const note = (age: number) => {
    const month = birth + age;
    const others = people.slice(1).map((id) => t("plan.moment.age", { name: personName(words, id), age: ageWords(words, ageIn(plan, id, month) ?? 0) }));
    const follows = lever.milestone === undefined ? [] : [t("plan.stop.with", { name: nameOf(words, plan.milestones?.[lever.milestone]) })];
    return [formatMonth(monthAt(month), locale), ...others, ...follows].join(" · ");
  };
  return (
    <LeverRow
      label={people.length > 1 ? t("plan.stop.people", { names: name }) : t("plan.stop.person", { name })}
      value={lever.age}
      range={lever.range}
      pointer={`/people/${first}/work`}
      say={(age) => (people.length > 1 ? t("plan.moment.age", { name: personName(words, first), age: ageWords(words, age) }) : ageWords(words, age))}
      note={note}
      onMove={(age) => preview(stopPatch(plan, first, age))}
      onCommit={(age) => (age === lever.age ? preview(null) : void commit("edit.people.stop", { name }, stopPatch(plan, first, age)))}
    />
  );
}

function ageWords({ t }: Words, age: number): string {
  const years = Math.floor(age / 12);
  const months = Math.round(age % 12);
  return months === 0 ? t("plan.age.years", { years }) : t("plan.age.both", { years, months });
}
