import { Card } from "../../ui/Card";
import { Select } from "../../ui/Inputs";
import type { SpendingRule } from "../../api/types";
import { useWords } from "../fields/choices";
import { Grid, Group } from "../fields/Frame";
import { NumberField, OptionalChoice, ShareField, withUnknown } from "../fields/Simple";
import { OptionalWhen, useFirstAge } from "../fields/WhenField";
import { part, type Lens } from "../lens";
import { answersToWealth, isSimulated, isWhole, paramsOf, ruledBy, RULES } from "./rules";
import styles from "./sections.module.css";

/** How spending answers to the markets. */
export function RuleField({ lens }: { lens: Lens<SpendingRule> }) {
  const { t } = useWords();
  const first = useFirstAge(65);
  const rule = lens.value;
  const kind = RULES.find((one) => one === rule.kind);
  const options = RULES.map((value) => ({ value: value as string, label: t(`plan.rule.${value}`) }));
  const choose = (next: string) => {
    const known = RULES.find((one) => one === next);
    if (known) lens.set(ruledBy(rule, known));
  };
  return (
    <Card title={t("plan.rule")} look="plain">
      <Grid>
        <Group label={t("plan.rule.choose")} pointer={lens.pointer} hint={kind && t(`plan.rule.${kind}.why`)} reach="exact">
          <Select label={t("plan.rule.choose")} value={rule.kind} options={withUnknown(options, rule.kind)} onChange={choose} />
        </Group>
        {kind &&
          paramsOf(kind).map((param) =>
            isWhole(param) ? (
              <NumberField key={param} label={t(`plan.param.${param}`)} hint={t(`plan.param.${param}.why`)} lens={part(lens, param)} suffix={t(param === "years" ? "plan.unit.years" : "plan.unit.age")} />
            ) : (
              <ShareField key={param} label={t(`plan.param.${param}`)} hint={t(`plan.param.${param}.why`)} lens={part(lens, param)} />
            ),
          )}
        {kind && (answersToWealth(kind) || kind === "smile") && (
          <>
            <OptionalChoice label={t("plan.rule.applyTo")} hint={t("plan.rule.applyTo.why")} lens={part(lens, "applyTo")} none={t("plan.rule.applyTo.none")} options={(["flexible", "all"] as const).map((value) => ({ value, label: t(`plan.rule.applyTo.${value}`) }))} />
            {kind === "guardrails" && rule.applyTo === "all" && (
              <OptionalChoice label={t("plan.rule.floorTier")} lens={part(lens, "floorTier")} none={t("plan.rule.floorTier.none")} options={(["essential", "flexible"] as const).map((value) => ({ value, label: t(`plan.rule.floorTier.${value}`) }))} />
            )}
            <OptionalWhen label={t("plan.rule.from")} none={t(kind === "smile" ? "plan.rule.from.age" : "plan.rule.from.none")} some={t("plan.moment.from")} first={first} lens={part(lens, "from")} />
          </>
        )}
      </Grid>
      {kind && answersToWealth(kind) && <p className={styles.note}>{t(isSimulated(kind) ? "plan.rule.cuts" : "plan.rule.notYet")}</p>}
    </Card>
  );
}
