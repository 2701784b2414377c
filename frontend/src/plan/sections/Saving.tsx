import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getCaps } from "../../api/taxes";
import type { Amount, Cap, Match, SavingRule } from "../../api/types";
import { Say } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { Money } from "../../ui/Money";
import { formatPercent } from "../../format/number";
import { Badge } from "../../ui/Card";
import { PercentInput, Select } from "../../ui/Inputs";
import { Note } from "../../ui/Note";
import { Slider } from "../../ui/Slider";
import { Switch } from "../../ui/Switch";
import { bounds } from "../bounds";
import { AmountField, OptionalAmount } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Grid, Group, Member, More } from "../fields/Frame";
import { GrowthField } from "../fields/GrowthField";
import { ChoiceField, NumberField, OptionalChoice, ShareField, SwitchField, TextField } from "../fields/Simple";
import { SpanField } from "../fields/WhenField";
import { orElse, part, type Lens } from "../lens";
import { living } from "../order";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { nameOf, spanWords, type Words } from "../words";
import { AmountFigure } from "./figures";
import styles from "./sections.module.css";
import { paidBy, usedOf } from "./thisYear";

type Way = "fixed" | "pctOfIncome" | "pctOfRemaining" | "toLimit" | "rest";
const WAYS: readonly Way[] = ["fixed", "pctOfIncome", "pctOfRemaining", "toLimit", "rest"];
const THEN = ["taxable", "spend", "debt"] as const;

/** The waterfall: each month what is left flows down these rules in order. */
export function Saving({ filter }: SectionProps) {
  const words = useWords();
  const { t } = words;
  const caps = useCaps();
  const order = living(words.plan.saving).map(([id]) => id);
  const name = (rule: SavingRule) => rule.name ?? t("plan.saving.to", { name: nameOf(words, words.plan.accounts?.[rule.to]) });
  return (
    <>
      <p className={styles.note}>{t("plan.saving.order")}</p>
      <Records
        collection="saving"
        filter={filter}
        name={name}
        icon={(_, id) => <span className={styles.rank}>{order.indexOf(id) + 1}</span>}
        detail={(rule, id) => (
          <>
            <span className={styles.pieces}>
              {!rule.enabled && <Badge>{t("plan.saving.off")}</Badge>}
              <span>{savingWords(words, rule)}</span>
            </span>
            {rule.enabled && <ThisYear id={id} cap={caps.find((cap) => cap.rules.includes(id))} />}
          </>
        )}
        figure={(rule) => <SavingFigure rule={rule} />}
        editor={(lens) => <SavingEditor lens={lens} />}
      />
    </>
  );
}

/** The yearly limits of the kept plan; those of the revision before until the new ones are known. */
function useCaps(): readonly Cap[] {
  const { state } = usePlanSession();
  const asked = useQuery({ queryKey: ["caps", state.id, state.revision], queryFn: ({ signal }) => getCaps(state.id, signal), placeholderData: keepPreviousData, retry: false });
  return asked.data ?? [];
}

/** What the rule moves in the first year, and how full the limit is that it is under. */
function ThisYear({ id, cap }: { id: string; cap: Cap | undefined }) {
  const { locale } = useWords();
  const cashflow = useForecast().result?.header.cashflow;
  const paid = paidBy(cashflow, id);
  if (!paid) return null;
  const used = cap ? usedOf(cashflow, cap) : null;
  return (
    <span className={styles.thisYear}>
      <span>
        <Say k="plan.saving.thisYear" with={{ year: String(paid.year), amount: <Money value={paid.amount} style="round" /> }} />
      </span>
      {cap && used !== null && (
        <>
          <span className={styles.meter} aria-hidden>
            <span className={used > 0.995 ? styles.full : undefined} style={{ width: `${Math.min(1, used) * 100}%` }} />
          </span>
          <span>
            <Say k={cap.rules.length > 1 ? "plan.saving.capShared" : "plan.saving.capUsed"} with={{ share: formatPercent(used, locale), cap: <Money value={cap.yearly} style="round" /> }} />
          </span>
        </>
      )}
    </span>
  );
}

function wayOf(rule: SavingRule): Way {
  return WAYS.find((way) => rule.amount[way] !== undefined && rule.amount[way] !== false) ?? "fixed";
}

function sourceWords(words: Words, from: string): string {
  if (from === "surplus" || from === "employer") return words.t(`plan.saving.from.${from}`);
  return nameOf(words, words.plan.income?.[from]);
}

function savingWords(words: Words, rule: SavingRule): string {
  const { t, plan } = words;
  const flow = t("plan.saving.flow", { from: sourceWords(words, rule.from), to: nameOf(words, plan.accounts?.[rule.to]) });
  return [flow, ...(rule.span ? [spanWords(words, rule.span)] : []), ...(rule.match ? [t("plan.saving.matched")] : [])].join(" · ");
}

function SavingFigure({ rule }: { rule: SavingRule }) {
  const { t, locale } = useWords();
  const { fixed, pctOfIncome, pctOfRemaining } = rule.amount;
  if (fixed) return <AmountFigure amount={fixed} />;
  const share = pctOfIncome?.rate ?? pctOfRemaining;
  if (share !== undefined) {
    return (
      <>
        {formatPercent(share, locale, Number.isInteger(share * 100) ? 0 : 1)}
        <small>{t(pctOfIncome ? "plan.saving.ofIncome" : "plan.saving.ofRemaining")}</small>
      </>
    );
  }
  return <>{t(rule.amount.toLimit ? "plan.saving.way.toLimit" : "plan.saving.way.rest")}</>;
}

function SavingEditor({ lens }: { lens: Lens<SavingRule> }) {
  const { t, plan } = useWords();
  const accounts = useChoices("accounts");
  const incomes = useChoices("income");
  const rule = lens.value;
  const rest = rule.amount.rest === true;
  const sources = [...(["surplus", "employer"] as const).map((value) => ({ value: value as string, label: t(`plan.saving.from.${value}`) })), ...incomes];
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} />
      <SwitchField label={t("plan.saving.enabled")} lens={part(lens, "enabled", "edit.saving.enabled")} />
      <ChoiceField label={t("plan.saving.from")} lens={part(lens, "from")} options={sources} />
      <ChoiceField label={t("plan.saving.into")} lens={part(lens, "to", "edit.saving.to")} options={accounts} />
      <HowMuch lens={lens} />
      {rest && (
        <>
          <NumberField label={t("plan.saving.buffer")} hint={t("plan.saving.buffer.why")} lens={part(lens, "bufferMonths")} suffix={t("plan.unit.months")} {...bounds.bufferMonths} />
          <OptionalChoice label={t("plan.saving.then")} lens={part(lens, "then")} none={t("plan.saving.then.none")} options={THEN.map((value) => ({ value, label: t(`plan.saving.then.${value}`) }))} />
        </>
      )}
      <MatchField lens={lens} />
      <More>
        <SwitchField label={t("plan.saving.preTax")} lens={part(lens, "preTax")} hint={t("plan.saving.preTax.why")} />
        <OptionalAmount label={t("plan.saving.cap")} hint={t("plan.saving.cap.why")} lens={part(lens, "cap")} absent={{ cur: plan.currency, per: "year", basis: "today" }} unit={t("plan.per.year")} basis />
        <TextField label={t("plan.saving.capGroup")} hint={t("plan.saving.capGroup.why")} lens={part(lens, "capGroup")} />
        <OptionalAmount label={t("plan.saving.stopAt")} lens={part(lens, "stopAtBalance")} absent={{ cur: plan.currency, basis: "today" }} basis />
        <SpanSwitch lens={lens} />
        <GrowthField label={t("plan.growth")} lens={part(lens, "growth")} />
      </More>
    </>
  );
}

function HowMuch({ lens }: { lens: Lens<SavingRule> }) {
  const { t, plan } = useWords();
  const incomes = useChoices("income");
  const rule = lens.value;
  const amount = part(lens, "amount", "edit.saving.amount");
  const way = wayOf(rule);
  const begin = (next: Way): SavingRule["amount"] => {
    const income = incomes.some((one) => one.value === rule.from) ? rule.from : (incomes[0]?.value ?? "");
    switch (next) {
      case "fixed":
        return { fixed: { amt: "0", cur: plan.currency, per: "month", basis: "today" } };
      case "pctOfIncome":
        return { pctOfIncome: { income, rate: 0.1 } };
      case "pctOfRemaining":
        return { pctOfRemaining: 0.5 };
      case "toLimit":
        return { toLimit: "regime" };
      case "rest":
        return { rest: true };
    }
  };
  return (
    <Group label={t("plan.saving.howMuch")} pointer={amount.pointer}>
      <Select label={t("plan.saving.howMuch")} value={way} options={WAYS.map((value) => ({ value, label: t(`plan.saving.way.${value}`) }))} onChange={(next) => amount.set(begin(next))} />
      {rule.amount.fixed && <AmountField label={t("plan.amount")} lens={part(amount, "fixed") as Lens<Amount>} per={["month", "year", "once"]} basis lever />}
      {rule.amount.pctOfIncome && <OfIncome lens={part(amount, "pctOfIncome") as Lens<{ income: string; rate: number }>} />}
      {rule.amount.pctOfRemaining !== undefined && <ShareLever label={t("plan.saving.share")} lens={part(amount, "pctOfRemaining") as Lens<number>} max={1} />}
      {rule.amount.toLimit && <Note>{t("plan.saving.toLimit.why")}</Note>}
    </Group>
  );
}

function OfIncome({ lens }: { lens: Lens<{ income: string; rate: number }> }) {
  const { t } = useWords();
  const incomes = useChoices("income");
  return (
    <div className={fieldStyles.items}>
      <ChoiceField label={t("plan.saving.income")} lens={part(lens, "income")} options={incomes} />
      <ShareLever label={t("plan.saving.share")} lens={part(lens, "rate")} max={0.5} />
    </div>
  );
}

/** A share as a lever. */
function ShareLever({ label, lens, max }: { label: string; lens: Lens<number>; max: number }) {
  const { locale } = useWords();
  return (
    <div className={fieldStyles.lever} data-pointer={lens.pointer}>
      <div className={fieldStyles.row}>
        <div className={fieldStyles.grow}>
          <Slider label={label} value={lens.value} min={0} max={Math.max(max, lens.value)} step={0.005} onMove={lens.preview} onCommit={(share) => lens.set(share)} say={(share) => formatPercent(share, locale, 1)} />
        </div>
        <div className={fieldStyles.short}>
          <Member pointer={lens.pointer}>
            <PercentInput label={label} value={lens.value} onType={lens.preview} onCommit={(share) => lens.set(share ?? 0)} />
          </Member>
        </div>
      </div>
    </div>
  );
}

function MatchField({ lens }: { lens: Lens<SavingRule> }) {
  const { t, plan } = useWords();
  const incomes = useChoices("income");
  const income = incomes.some((one) => one.value === lens.value.from) ? lens.value.from : incomes[0]?.value;
  const begin: Match = { rate: 0.5, upToPctOfPay: 0.06, ...(income ? { income } : {}) };
  const match = part(lens, "match") as Lens<Match>;
  const on = lens.value.match !== undefined;
  return (
    <Group label={t("plan.match")} pointer={match.pointer} reach="exact">
      <Switch label={t("plan.match.on")} checked={on} onChange={(next) => lens.set({ ...lens.value, match: next ? begin : undefined })} />
      {on && (
        <Grid>
          <ShareField label={t("plan.match.rate")} hint={t("plan.match.rate.why")} lens={part(match, "rate")} required />
          <ShareField label={t("plan.match.upTo")} lens={part(match, "upToPctOfPay")} suffix={t("plan.match.ofPay")} />
          <OptionalChoice label={t("plan.match.income")} lens={part(match, "income")} none={t("plan.match.income.none")} options={incomes} />
          <OptionalAmount label={t("plan.match.cap")} lens={part(match, "cap")} absent={{ cur: plan.currency, per: "year", basis: "today" }} unit={t("plan.per.year")} />
        </Grid>
      )}
    </Group>
  );
}

function SpanSwitch({ lens }: { lens: Lens<SavingRule> }) {
  const { t } = useWords();
  const on = lens.value.span !== undefined;
  return (
    <Group label={t("plan.saving.when")} pointer={lens.pointer + "/span"} reach="exact">
      <Switch label={t("plan.saving.limited")} checked={on} onChange={(next) => lens.set({ ...lens.value, span: next ? { start: { at: "now" }, months: 120 } : undefined })} />
      {on && <SpanField label={t("plan.saving.when")} lens={orElse(part(lens, "span"), {})} />}
    </Group>
  );
}
