// A condition that the simulated household waits for.
import type { Trigger } from "../../api/types";
import { useChoices, useWords } from "../fields/choices";
import { Frame, Grid, Group } from "../fields/Frame";
import { ChoiceField } from "../fields/Simple";
import { OptionalWhen } from "../fields/WhenField";
import { part, type Lens } from "../lens";
import { DecimalInput, MoneyInput } from "../../ui/Inputs";

const METRICS = ["liquid", "netWorth", "multipleOfSpending"] as const;

export function TriggerField({ lens }: { lens: Lens<Trigger> }) {
  const { t, plan } = useWords();
  const trigger = lens.value;
  const people = useChoices("people");
  const first = { at: "age" as const, person: people[0]?.value ?? "", years: 55 };
  const value = part(lens, "value");
  return (
    <Group label={t("plan.trigger")} pointer={lens.pointer} hint={t("plan.trigger.why")} reach="exact">
      <Grid>
        <ChoiceField label={t("plan.trigger.metric")} lens={part(lens, "metric")} options={METRICS.map((metric) => ({ value: metric, label: t(`plan.trigger.${metric}`) }))} />
        <Frame label={t("plan.trigger.value")} pointer={value.pointer}>
          {trigger.metric === "multipleOfSpending" ? (
            <DecimalInput value={Number(trigger.value)} suffix={t("plan.unit.times")} onCommit={(n) => value.set(String(n ?? 25))} />
          ) : (
            <MoneyInput value={trigger.value} currency={plan.currency} onCommit={(amt) => value.set(amt ?? "0")} />
          )}
        </Frame>
        <OptionalWhen label={t("plan.trigger.after")} none={t("plan.trigger.anytime")} first={first} lens={part(lens, "after")} />
        <OptionalWhen label={t("plan.trigger.before")} none={t("plan.trigger.anytime")} first={{ ...first, years: 70 }} lens={part(lens, "before")} />
      </Grid>
    </Group>
  );
}
