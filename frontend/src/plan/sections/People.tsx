import { Baby, UserRound } from "lucide-react";
import { formatMonth } from "../../format/time";
import { Card } from "../../ui/Card";
import { MonthInput, Select } from "../../ui/Inputs";
import type { Person } from "../../api/types";
import { useForecast } from "../../shell/forecastSession";
import { bounds } from "../bounds";
import { useEditing, useLens } from "../editing";
import { AmountField } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import { Facet } from "../fields/Facet";
import { Frame, Grid, Group, More } from "../fields/Frame";
import { GrowthField } from "../fields/GrowthField";
import { ChoiceField, MonthField, NumberField, OptionalChoice, RateField, ShareField, SwitchField, TextField } from "../fields/Simple";
import { OptionalWhen } from "../fields/WhenField";
import { orElse, part, type Lens } from "../lens";
import { living } from "../order";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { readMonth } from "../when";
import { momentWords, nameOf } from "../words";
import { StopLevers } from "./StopLevers";
import styles from "./sections.module.css";

export function People({ filter }: SectionProps) {
  const words = useWords();
  const { t, locale } = words;
  const detail = (person: Person) =>
    [
      t("plan.person.born", { month: formatMonth(person.birth, locale) }),
      person.dependant ? t("plan.person.dependant.brief") : person.work ? t("plan.person.works", { until: momentWords(words, person.work.stop) }) : t("plan.person.noWork"),
    ].join(" · ");
  return (
    <>
      <Records
        collection="people"
        filter={filter}
        icon={(person) => (person.dependant ? <Baby size={16} aria-hidden /> : <UserRound size={16} aria-hidden />)}
        detail={detail}
        figure={(person, id) => !person.dependant && <PlannedTo id={id} />}
        editor={(lens, id) => <PersonEditor lens={lens} id={id} />}
      />
      <StopLevers />
      <Household />
      <Scenarios />
    </>
  );
}

function PersonEditor({ lens, id }: { lens: Lens<Person>; id: string }) {
  const { t } = useWords();
  const person = lens.value;
  const grown = (dependant: boolean | undefined): Person => (dependant ? { ...lens.value, dependant } : { ...lens.value, dependant: undefined, horizon: lens.value.horizon ?? { age: 95 } });
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <MonthField label={t("plan.person.birth")} lens={part(lens, "birth", "edit.people.birth")} />
      <SwitchField label={t("plan.person.dependant")} hint={t("plan.person.dependant.why")} lens={{ ...part(lens, "dependant"), set: (on) => lens.set(grown(on)) }} />
      {!person.dependant && (
        <>
          <OptionalWhen
            label={t("plan.person.stop")}
            none={t("plan.person.noWork")}
            first={{ at: "age", person: id, years: 65 }}
            lens={{
              ...part(orElse(part(lens, "work", "edit.people.stop"), { stop: { at: "now" } }), "stop"),
              value: person.work?.stop,
              set: (stop) => lens.set({ ...lens.value, work: stop && { ...lens.value.work, stop } }, "edit.people.stop"),
              preview: (stop) => stop && lens.preview({ ...lens.value, work: { ...lens.value.work, stop } }),
            }}
          />
          <HorizonField lens={lens} id={id} />
        </>
      )}
      <More>
        <OptionalChoice
          label={t("plan.person.sex")}
          lens={part(lens, "sexForTable")}
          none={t("plan.person.sex.none")}
          options={[
            { value: "female", label: t("plan.person.sex.female") },
            { value: "male", label: t("plan.person.sex.male") },
          ]}
        />
        <CaresFor lens={lens} id={id} />
        {!person.dependant && (
          <>
            <DisabilityField lens={lens} />
            <CareField lens={lens} />
          </>
        )}
      </More>
    </>
  );
}

/** The age to which the newest forecast plans for someone; until there is one, the age that was given. */
function usePlannedAge(id: string): number | undefined {
  const { plan } = useEditing();
  const result = useForecast().result?.header;
  const planned = result?.people.find((person) => person.id === id);
  const [start, birth] = [readMonth(result?.start), readMonth(planned?.birth)];
  if (planned && start !== null && birth !== null) return Math.floor((start + planned.horizonMonth - birth) / 12);
  return plan.people[id]?.horizon?.age;
}

function PlannedTo({ id }: { id: string }) {
  const { t } = useWords();
  const age = usePlannedAge(id);
  return age !== undefined && <small>{t("plan.person.to", { age })}</small>;
}

const TABLES = ["us-2022", "kr-2023"] as const;

/** Until an age, or the age of a table that the person does not outlive with a chance. */
function HorizonField({ lens, id }: { lens: Lens<Person>; id: string }) {
  const { t, plan } = useWords();
  const horizon = orElse(part(lens, "horizon", "edit.people.horizon"), { age: 95 });
  const byTable = horizon.value.table !== undefined;
  const age = usePlannedAge(id);
  const home = plan.region === "KR" || plan.currency === "KRW" ? "kr-2023" : "us-2022";
  return (
    <Group label={t("plan.person.horizon")} pointer={horizon.pointer} hint={byTable && age !== undefined ? t("plan.person.horizon.comes", { age }) : t("plan.person.horizon.why")}>
      <Grid>
        <Frame label={t("plan.person.horizon.by")} pointer={horizon.pointer + "/-"}>
          <Select
            value={byTable ? "table" : "age"}
            options={(["age", "table"] as const).map((value) => ({ value, label: t(`plan.person.horizon.${value}`) }))}
            onChange={(next) => {
              const { age: given, table, percentile, ...rest } = horizon.value;
              horizon.set(next === "age" ? { ...rest, age: given ?? age ?? 95 } : { ...rest, table: table ?? home, percentile: percentile ?? 0.9 });
            }}
          />
        </Frame>
        {byTable ? (
          <>
            <ChoiceField label={t("plan.person.horizon.table")} lens={part(horizon, "table") as Lens<string>} options={TABLES.map((value) => ({ value, label: t(`plan.table.${value}`) }))} />
            <ShareField label={t("plan.person.horizon.chance")} hint={t("plan.person.horizon.chance.why")} lens={orElse(part(horizon, "percentile"), 0.9)} required />
          </>
        ) : (
          <NumberField label={t("plan.person.horizon.age")} lens={part(horizon, "age")} suffix={t("plan.unit.age")} {...bounds.horizon} required />
        )}
      </Grid>
    </Group>
  );
}

/** Times in which someone cannot work. */
function DisabilityField({ lens }: { lens: Lens<Person> }) {
  const { t } = useWords();
  const plain: NonNullable<Person["disability"]> = { probPerYear: 0.006, months: 24, share: 0.4 };
  const disability = orElse(part(lens, "disability"), plain);
  return (
    <Facet label={t("plan.person.disability")} hint={t("plan.person.disability.why")} on={lens.value.disability !== undefined} onChange={(on) => lens.set({ ...lens.value, disability: on ? plain : undefined })} pointer={disability.pointer}>
      <RateField label={t("plan.person.disability.chance")} lens={part(disability, "probPerYear")} required />
      <NumberField label={t("plan.person.disability.months")} lens={part(disability, "months")} suffix={t("plan.unit.months")} {...bounds.disabilityMonths} required />
      <ShareField label={t("plan.person.disability.share")} hint={t("plan.person.disability.share.why")} lens={part(disability, "share")} />
    </Facet>
  );
}

/** A time in need of care, and what it costs. */
function CareField({ lens }: { lens: Lens<Person> }) {
  const { t, plan } = useWords();
  const plain: NonNullable<Person["care"]> = { probPerYear: 0.04, fromAge: 65, months: 36, cost: { amt: plan.currency === "KRW" ? "2000000" : "5000", cur: plan.currency, per: "month", basis: "today" } };
  const care = orElse(part(lens, "care"), plain);
  return (
    <Facet label={t("plan.person.care")} hint={t("plan.person.care.why")} on={lens.value.care !== undefined} onChange={(on) => lens.set({ ...lens.value, care: on ? plain : undefined })} pointer={care.pointer}>
      <RateField label={t("plan.person.care.chance")} lens={part(care, "probPerYear")} required />
      <NumberField label={t("plan.person.care.from")} lens={part(care, "fromAge")} suffix={t("plan.unit.age")} {...bounds.careFrom} required />
      <NumberField label={t("plan.person.care.months")} lens={part(care, "months")} suffix={t("plan.unit.months")} {...bounds.careMonths} required />
      <AmountField label={t("plan.person.care.cost")} lens={part(care, "cost")} per={["month", "year"]} basis />
      <GrowthField label={t("plan.growth")} lens={part(care, "growth")} />
    </Facet>
  );
}

function CaresFor({ lens, id }: { lens: Lens<Person>; id: string }) {
  const { t } = useWords();
  const options = useChoices("people").filter((option) => option.value !== id);
  if (options.length === 0) return null;
  return <OptionalChoice label={t("plan.person.caresFor")} lens={part(lens, "caresFor")} none={t("plan.nobody")} options={options} />;
}

const CURRENCIES = ["USD", "KRW", "EUR", "JPY", "GBP", "CHF", "CAD", "AUD", "CNY", "SGD"];
const REGIONS = ["US", "KR"] as const;

/** What holds for the whole plan. */
function Household() {
  const { t } = useWords();
  const name = useLens<string>(["name"], "edit.plan.name");
  const currency = useLens<string>(["currency"], "edit.plan.basics");
  const region = useLens<string | undefined>(["region"], "edit.plan.basics");
  const start = useLens<string>(["start"], "edit.plan.basics");
  const prices = useLens<string>(["priceLevel"], "edit.plan.basics");
  return (
    <Card title={t("plan.household")} look="plain">
      <Grid>
        <TextField label={t("plan.household.name")} lens={name} required />
        <ChoiceField label={t("plan.household.currency")} hint={t("plan.household.currency.why")} lens={currency} options={CURRENCIES.map((value) => ({ value, label: value }))} />
        <OptionalChoice label={t("plan.household.region")} hint={t("plan.household.region.why")} lens={region} none={t("plan.household.region.none")} options={REGIONS.map((value) => ({ value, label: t(`plan.region.${value}`) }))} />
        <Frame label={t("plan.household.start")} pointer={start.pointer} hint={t("plan.household.start.why")}>
          <MonthInput label={t("plan.household.start")} value={start.value} onCommit={start.set} />
        </Frame>
        <Frame label={t("plan.household.prices")} pointer={prices.pointer} hint={t("plan.household.prices.why")}>
          <MonthInput label={t("plan.household.prices")} value={prices.value} onCommit={prices.set} />
        </Frame>
      </Grid>
    </Card>
  );
}

/** Branches of the plan, to read; comparing them is another screen's. */
function Scenarios() {
  const { t } = useWords();
  const { plan } = useEditing();
  const scenarios = living(plan.scenarios);
  if (scenarios.length === 0) return null;
  return (
    <Card title={t("plan.scenarios")} look="plain">
      <p className={styles.note}>{t("plan.scenarios.why")}</p>
      <ul className={styles.plainList}>
        {scenarios.map(([id, scenario]) => (
          <li key={id}>{nameOf({ t }, scenario)}</li>
        ))}
      </ul>
    </Card>
  );
}
