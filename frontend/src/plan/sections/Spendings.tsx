import { formatPercent } from "../../format/number";
import type { Spending, Tier } from "../../api/types";
import { AmountField } from "../fields/AmountField";
import { useWords } from "../fields/choices";
import { More } from "../fields/Frame";
import { GrowthField, StepsField } from "../fields/GrowthField";
import { OwnerField, RecordField } from "../fields/OwnerField";
import { ChoiceField, OptionalChoice, ShareField, TextField } from "../fields/Simple";
import { SpanField } from "../fields/WhenField";
import { part, through, type Lens } from "../lens";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { growthWords, spanWords } from "../words";
import { AmountFigure } from "./figures";

export const TIERS: readonly Tier[] = ["essential", "flexible", "wish"];
const GROUPS = ["house", "food", "health", "care", "education", "travel", "insurance", "giving", "other"] as const;

export function Spendings({ filter }: SectionProps) {
  const words = useWords();
  const { t, locale } = words;
  const detail = (spending: Spending) =>
    [
      spanWords(words, spending.span),
      growthWords(words, spending.growth),
      ...(spending.steps?.length ? [t("plan.steps.count", { n: spending.steps.length })] : []),
      ...(spending.tier === "flexible" && spending.cutFloor !== undefined ? [t("plan.spending.floor.brief", { share: formatPercent(spending.cutFloor, locale) })] : []),
    ].join(" · ");
  return (
    <Records
      collection="spending"
      filter={filter}
      detail={detail}
      figure={(spending) => <AmountFigure amount={spending.amount} />}
      group={{ of: (spending) => spending.tier, label: (tier) => t(`plan.tier.${tier as Tier}`), order: TIERS }}
      editor={(lens) => <SpendingEditor lens={lens} />}
    />
  );
}

function SpendingEditor({ lens }: { lens: Lens<Spending> }) {
  const { t } = useWords();
  const spending = lens.value;
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <OptionalChoice label={t("plan.spending.group")} lens={part(lens, "group")} none={t("plan.group.none")} options={GROUPS.map((value) => ({ value, label: t(`plan.group.${value}`) }))} />
      <AmountField label={t("plan.amount")} lens={part(lens, "amount", "edit.spending.amount")} per={["month", "year", "once"]} basis lever />
      <ChoiceField label={t("plan.tier")} hint={t(`plan.tier.${spending.tier}.why`)} lens={part(lens, "tier", "edit.spending.tier")} options={TIERS.map((value) => ({ value, label: t(`plan.tier.${value}`) }))} />
      {spending.tier !== "essential" && <ShareField label={t("plan.spending.floor")} hint={t("plan.spending.floor.why")} lens={part(lens, "cutFloor")} />}
      <SpanField label={t("plan.spending.span")} lens={part(lens, "span", "edit.spending.span")} />
      <GrowthField label={t("plan.growth")} lens={part(lens, "growth", "edit.spending.growth")} />
      <StepsField label={t("plan.steps")} lens={part(lens, "steps", "edit.spending.steps")} like={spending.amount} />
      <More>
        <OwnerField label={t("plan.spending.owner")} lens={part(lens, "owner")} />
        <RecordField label={t("plan.spending.payFrom")} lens={part(lens, "payFrom")} collection="accounts" none={t("plan.usualOrder")} />
        <TextField label={t("plan.tags")} hint={t("plan.tags.why")} lens={through(part(lens, "tags"), (tags) => tags?.join(", "), (text) => tagsOf(text))} />
      </More>
    </>
  );
}

function tagsOf(text: string | undefined): string[] | undefined {
  const tags = (text ?? "").split(",").map((tag) => tag.trim()).filter(Boolean);
  return tags.length > 0 ? tags : undefined;
}
