import { Plus, X } from "lucide-react";
import { formatPercent } from "../../format/number";
import { Button, IconButton } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { PercentInput } from "../../ui/Inputs";
import type { Legacy, Targets, Tier } from "../../api/types";
import { bounds } from "../bounds";
import type { Goal } from "../document";
import { lensAt, useEditing, useLens } from "../editing";
import { AmountField } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Frame, Grid, Group, More } from "../fields/Frame";
import { GrowthField } from "../fields/GrowthField";
import { ChoiceField, NumberField, OptionalChoice, ShareField, TextField } from "../fields/Simple";
import { GoalWhenField } from "../fields/WhenField";
import { newId } from "../identity";
import { orElse, part, type Lens } from "../lens";
import { last, living } from "../order";
import { patchAt } from "../patch";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { goalWords, nameOf } from "../words";
import { AmountFigure } from "./figures";
import { LeverRow } from "./LeverRow";
import { TIERS } from "./Spendings";
import styles from "./sections.module.css";

const KINDS = ["education", "vehicle", "home", "travel", "wedding", "care", "gift", "business", "other"] as const;
const FALLBACKS = ["reduce", "delay", "skip"] as const;

export function Goals({ filter }: SectionProps) {
  const words = useWords();
  const { t } = words;
  const detail = (goal: Goal) => [goalWords(words, goal.when), ...(goal.every ? [t("plan.goal.every.brief", { n: goal.every })] : []), t(`plan.tier.${goal.tier}`)].join(" · ");
  return (
    <>
      <Records collection="goals" filter={filter} detail={detail} figure={(goal) => <AmountFigure amount={goal.target} />} editor={(lens) => <GoalEditor lens={lens} />} />
      <Success />
      <LegacyForm />
    </>
  );
}

function GoalEditor({ lens }: { lens: Lens<Goal> }) {
  const { t } = useWords();
  const goal = lens.value;
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <OptionalChoice label={t("plan.goal.kind")} lens={part(lens, "kind")} none={t("plan.goalKind.none")} options={KINDS.map((value) => ({ value, label: t(`plan.goalKind.${value}`) }))} />
      <AmountField label={t("plan.goal.target")} lens={part(lens, "target", "edit.goals.target")} per={["once", "year", "month"]} basis lever />
      <GoalWhenField label={t("plan.goal.when")} lens={part(lens, "when", "edit.goals.when")} />
      <NumberField label={t("plan.goal.every")} hint={t("plan.goal.every.why")} lens={part(lens, "every")} suffix={t("plan.unit.years")} {...bounds.every} />
      <ChoiceField label={t("plan.tier")} hint={t(`plan.tier.${goal.tier}.why`)} lens={part(lens, "tier")} options={TIERS.map((value: Tier) => ({ value, label: t(`plan.tier.${value}`) }))} />
      <OptionalChoice label={t("plan.goal.fallback")} lens={part(lens, "fallback")} none={t("plan.fallback.none")} options={FALLBACKS.map((value) => ({ value, label: t(`plan.fallback.${value}`) }))} />
      <NumberField label={t("plan.goal.priority")} hint={t("plan.goal.priority.why")} lens={part(lens, "priority", "edit.goals.priority")} {...bounds.priority} />
      <GrowthField label={t("plan.growth")} lens={part(lens, "growth")} />
      <More>
        <FundFrom lens={lens} />
      </More>
    </>
  );
}

/** Which accounts pay a share of a goal before the usual order is asked. */
function FundFrom({ lens }: { lens: Lens<Goal> }) {
  const { t } = useWords();
  const accounts = useChoices("accounts");
  const shares = orElse(part(lens, "fundFrom"), {});
  const set = (id: string, share: number | null) => {
    const { [id]: _, ...rest } = shares.value;
    const next = share ? { ...rest, [id]: share } : rest;
    lens.set({ ...lens.value, fundFrom: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <Group label={t("plan.goal.fundFrom")} pointer={shares.pointer} hint={t("plan.goal.fundFrom.why")}>
      <Grid>
        {accounts.map((account) => (
          <Frame key={account.value} label={account.label} pointer={`${shares.pointer}/${account.value}`}>
            <PercentInput value={shares.value[account.value] ?? null} placeholder="0" onCommit={(share) => set(account.value, share)} />
          </Frame>
        ))}
      </Grid>
    </Group>
  );
}

const METRICS = ["essentialFunded", "allFunded"] as const;

/** What counts as success, and how sure the household wants to be. */
function Success() {
  const { t, locale } = useWords();
  const targets = useLens<Targets>(["targets"], "edit.targets");
  const { confidence, metric } = targets.value;
  const known = METRICS.find((one) => one === metric);
  return (
    <Card title={t("plan.success")} look="plain">
      <div className={styles.levers}>
        <LeverRow
          label={t("plan.confidence")}
          value={confidence}
          range={{ min: 0.5, max: 0.99, step: 0.01 }}
          pointer="/targets/confidence"
          say={(share) => formatPercent(share, locale)}
          note={() => t("plan.confidence.why")}
          onMove={(share) => targets.preview({ ...targets.value, confidence: share })}
          onCommit={(share) => targets.set({ ...targets.value, confidence: share })}
        />
        <ChoiceField label={t("plan.metric")} hint={known && t(`plan.metric.${known}.why`)} lens={part(targets, "metric")} options={METRICS.map((value) => ({ value, label: t(`plan.metric.${value}`) }))} wide />
      </div>
    </Card>
  );
}

/** What should be left, and to whom. */
function LegacyForm() {
  const { t, plan } = useWords();
  const legacy = orElse(useLens<Legacy | undefined>(["legacy"], "edit.legacy"), { floor: { amt: "0", cur: plan.currency, basis: "today" } });
  const survivors = orElse(part(legacy, "survivors"), { spendingFactor: 1 });
  const adults = living(plan.people).filter(([, person]) => !person.dependant);
  return (
    <Card title={t("plan.legacy")} look="plain">
      <Grid>
        <AmountField label={t("plan.legacy.floor")} hint={t("plan.legacy.floor.why")} lens={part(legacy, "floor")} basis />
        {adults.length > 1 && <ShareField label={t("plan.legacy.survivors")} hint={t("plan.legacy.survivors.why")} lens={part(survivors, "spendingFactor")} required />}
        <Bequests />
      </Grid>
    </Card>
  );
}

function Bequests() {
  const editing = useEditing();
  const { t } = useWords();
  const { plan, commit } = editing;
  const bequests = living(plan.legacy?.bequests);
  const add = () => {
    const name = t("plan.bequest.new");
    const record = { sort: last(plan.legacy?.bequests), name, amount: { amt: "0", cur: plan.currency, basis: "today" } };
    const floor = plan.legacy ? {} : { floor: { amt: "0", cur: plan.currency, basis: "today" } };
    void commit("edit.add", { name }, { legacy: { ...floor, bequests: { [newId()]: record } } });
  };
  return (
    <Group label={t("plan.bequests")} pointer="/legacy/bequests" reach="exact">
      <div className={fieldStyles.items}>
        {bequests.map(([id, bequest]) => {
          const lens = lensAt<typeof bequest>(editing, ["legacy", "bequests", id], "edit.legacy");
          return (
            <div key={id} className={fieldStyles.item}>
              <div className={fieldStyles.items}>
                <TextField label={t("plan.bequest.to")} lens={part(lens, "name")} required />
                <AmountField label={t("plan.amount")} lens={part(lens, "amount")} basis />
              </div>
              <IconButton edits label={t("plan.archive")} size="small" onClick={() => void commit("edit.archive", { name: nameOf({ t }, bequest) }, patchAt(["legacy", "bequests", id, "archived"], true))}>
                <X size={16} aria-hidden />
              </IconButton>
            </div>
          );
        })}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={add}>
            {t("plan.bequest.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}
