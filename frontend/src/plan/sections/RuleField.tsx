import { useState } from "react";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Picker } from "../../ui/Picker";
import type { RuleKind, SpendingRule } from "../../api/types";
import { bounds } from "../bounds";
import { useWords } from "../fields/choices";
import { Grid, Group } from "../fields/Frame";
import { NumberField, OptionalChoice, ShareField } from "../fields/Simple";
import { OptionalWhen, useFirstAge } from "../fields/WhenField";
import { part, type Lens } from "../lens";
import { PassportMark } from "../passports/Passport";
import { HelpChoose } from "./HelpChoose";
import { usePickerWords } from "./pickers";
import { RulePreview } from "./RulePreview";
import { answersToWealth, isWhole, paramsOf, ruledBy, RULES } from "./rules";
import styles from "./sections.module.css";

/** How spending answers to the markets. */
export function RuleField({ lens }: { lens: Lens<SpendingRule> }) {
  const { t } = useWords();
  const first = useFirstAge(65);
  const rule = lens.value;
  const kind = RULES.find((one) => one === rule.kind);
  const words = usePickerWords();
  const [helping, setHelping] = useState(false);
  const attempt = (next: RuleKind | null) => lens.preview(next === null ? rule : ruledBy(rule, next));
  const choose = (next: RuleKind) => lens.set(ruledBy(rule, next));
  return (
    <>
      <Card title={t("plan.rule")} look="plain">
        <Grid>
          <Group label={t("plan.rule.choose")} pointer={lens.pointer} reach="exact" quiet>
            <Picker
              label={t("plan.rule.choose")}
              value={rule.kind}
              words={words}
              options={RULES.map((value) => ({ value, name: t(`plan.rule.${value}`), about: t(`plan.rule.${value}.why`), use: t(`plan.rule.${value}.use`) }))}
              onTry={attempt}
              onChoose={choose}
              aside={
                <Button size="small" look="quiet" aria-expanded={helping} onClick={() => setHelping(!helping)}>
                  {t("plan.help")}
                </Button>
              }
            />
            <PassportMark pointer={lens.pointer + "/kind"} />
            {helping && <HelpChoose now={rule.kind} onTry={attempt} onChoose={choose} />}
          </Group>
          {kind &&
            paramsOf(kind).map((param) =>
              isWhole(param) ? (
                <NumberField key={param} label={t(`plan.param.${param}`)} hint={t(`plan.param.${param}.why`)} lens={part(lens, param)} suffix={t(param === "years" ? "plan.unit.years" : "plan.unit.age")} {...bounds.ruleYears} />
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
      {kind && answersToWealth(kind) && <p className={styles.note}>{t("plan.rule.cuts")}</p>}
    </Card>
    <RulePreview from={rule.from} />
    </>
  );
}
