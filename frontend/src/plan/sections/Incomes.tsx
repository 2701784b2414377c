import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../ui/Button";
import type { Claim, Income, PreTax } from "../../api/types";
import { bounds } from "../bounds";
import { AmountField, OptionalAmount } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import { Facet } from "../fields/Facet";
import styles from "../fields/fields.module.css";
import { Group, More } from "../fields/Frame";
import { GrowthField, StepsField } from "../fields/GrowthField";
import { RecordField } from "../fields/OwnerField";
import { ChoiceField, DecimalField, NumberField, OptionalChoice, RateField, ShareField, SwitchField, TextField } from "../fields/Simple";
import { SpanField } from "../fields/WhenField";
import { item, orElse, part, type Lens } from "../lens";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { growthWords, personName, spanWords } from "../words";
import { AmountFigure } from "./figures";
import { LeverRow } from "./LeverRow";

const KINDS = ["wage", "selfEmployed", "publicPension", "privatePension", "annuity", "rental", "business", "dividend", "benefit", "gift", "inheritance", "severance", "other"] as const;

export function Incomes({ filter }: SectionProps) {
  const words = useWords();
  return (
    <Records
      collection="income"
      filter={filter}
      detail={(income) => [personName(words, income.person), spanWords(words, income.span), growthWords(words, income.growth)].join(" · ")}
      figure={(income) => <AmountFigure amount={income.amount} />}
      editor={(lens) => <IncomeEditor lens={lens} />}
    />
  );
}

function IncomeEditor({ lens }: { lens: Lens<Income> }) {
  const { t, plan } = useWords();
  const people = useChoices("people");
  const income = lens.value;
  const taxedAs = TAXED_AS.filter((as) => plan.tax.regime === "kr" || !isKorean(as) || income.taxAs === as);
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <ChoiceField label={t("plan.income.person")} lens={part(lens, "person")} options={people} />
      <ChoiceField label={t("plan.income.kind")} lens={part(lens, "kind")} options={KINDS.map((value) => ({ value, label: t(`plan.incomeKind.${value}`) }))} />
      <SwitchField label={t("plan.income.gross")} lens={part(lens, "gross")} hint={t("plan.income.gross.why")} />
      <AmountField label={t("plan.amount")} lens={part(lens, "amount", "edit.income.amount")} per={["month", "year", "once"]} basis lever />
      {(income.kind === "severance" || income.serviceYears !== undefined) && (
        <NumberField label={t("plan.income.serviceYears")} hint={t("plan.income.serviceYears.why")} lens={part(lens, "serviceYears")} suffix={t("plan.unit.years")} {...bounds.serviceYears} />
      )}
      {(income.kind === "publicPension" || income.claim) && <ClaimField lens={lens} />}
      <SpanField label={t("plan.income.span")} lens={part(lens, "span", "edit.income.span")} {...(income.claim?.at !== undefined ? { hint: t("plan.claim.rules") } : {})} />
      <GrowthField label={t("plan.growth")} lens={part(lens, "growth", "edit.income.growth")} />
      <StepsField label={t("plan.steps")} lens={part(lens, "steps", "edit.income.steps")} like={income.amount} />
      <More>
        <ShareField label={t("plan.income.survivor")} lens={part(lens, "survivorShare")} hint={t("plan.income.survivor.why")} />
        <PreTaxField lens={lens} />
        <Volatility lens={lens} />
        <Interruption lens={lens} />
        <Route lens={lens} />
        <ShareField label={t("plan.income.withhold")} lens={part(lens, "withhold")} hint={t("plan.income.withhold.why")} />
        <OptionalChoice label={t("plan.income.taxAs")} lens={part(lens, "taxAs")} hint={t("plan.income.taxAs.why")} none={t("plan.income.taxAs.kind")} options={taxedAs.map((value) => ({ value, label: t(`plan.income.taxAs.${value}`) }))} />
      </More>
    </>
  );
}

/** What an income can be taxed as, whatever its kind. */
const TAXED_AS = ["wage", "selfEmployed", "fees", "prizes", "otherIncome", "ordinary", "publicPension", "privatePension", "interest", "dividends", "untaxed"] as const;

/** What the law of Korea alone tells apart. */
const isKorean = (as: (typeof TAXED_AS)[number]) => as === "fees" || as === "prizes" || as === "otherIncome";

const PLAIN_CLAIM: Claim = { earliest: 60, normal: 65, latest: 70, reducePerYear: 0.06, increasePerYear: 0.072 };

/** When a public pension is claimed, and what early or late costs or brings. */
function ClaimField({ lens }: { lens: Lens<Income> }) {
  const { t } = useWords();
  const claim = orElse(part(lens, "claim", "edit.income.claim"), PLAIN_CLAIM);
  const { earliest, normal, latest, at } = claim.value;
  const age = at ?? normal;
  const say = (years: number) => t("plan.age.years", { years });
  return (
    <Facet label={t("plan.claim")} on={lens.value.claim !== undefined} onChange={(on) => lens.set({ ...lens.value, claim: on ? PLAIN_CLAIM : undefined }, "edit.income.claim")} hint={t("plan.claim.why")} pointer={claim.pointer}>
      <div className={styles.wide}>
        <LeverRow
          label={t("plan.claim.at")}
          value={age}
          range={{ min: Math.min(earliest, latest), max: Math.max(earliest, latest), step: 1 }}
          pointer={claim.pointer + "/at"}
          say={say}
          {...(at === undefined ? { note: () => t("plan.claim.asSpan") } : {})}
          onMove={(years) => claim.preview({ ...claim.value, at: years })}
          onCommit={(years) => claim.set({ ...claim.value, at: years })}
        />
      </div>
      <NumberField label={t("plan.claim.earliest")} lens={part(claim, "earliest")} suffix={t("plan.unit.age")} required />
      <NumberField label={t("plan.claim.normal")} lens={part(claim, "normal")} suffix={t("plan.unit.age")} required />
      <NumberField label={t("plan.claim.latest")} lens={part(claim, "latest")} suffix={t("plan.unit.age")} required />
      <RateField label={t("plan.claim.reduce")} lens={part(claim, "reducePerYear")} required />
      <RateField label={t("plan.claim.increase")} lens={part(claim, "increasePerYear")} required />
    </Facet>
  );
}

function Volatility({ lens }: { lens: Lens<Income> }) {
  const { t } = useWords();
  const plain: NonNullable<Income["volatility"]> = { sd: 0.1 };
  const volatility = orElse(part(lens, "volatility"), plain);
  return (
    <Facet label={t("plan.income.varies")} on={lens.value.volatility !== undefined} onChange={(on) => lens.set({ ...lens.value, volatility: on ? plain : undefined })} pointer={volatility.pointer}>
      <RateField label={t("plan.income.sd")} hint={t("plan.income.sd.why")} lens={part(volatility, "sd")} required />
      <DecimalField label={t("plan.income.corr")} hint={t("plan.income.corr.why")} lens={part(volatility, "corrWithMarket")} />
    </Facet>
  );
}

function Interruption({ lens }: { lens: Lens<Income> }) {
  const { t } = useWords();
  const plain: NonNullable<Income["interrupt"]> = { probPerYear: 0.03, months: 6 };
  const interrupt = orElse(part(lens, "interrupt"), plain);
  return (
    <Facet label={t("plan.income.interrupt")} on={lens.value.interrupt !== undefined} onChange={(on) => lens.set({ ...lens.value, interrupt: on ? plain : undefined })} pointer={interrupt.pointer}>
      <RateField label={t("plan.income.interrupt.chance")} lens={part(interrupt, "probPerYear")} required />
      <NumberField label={t("plan.income.interrupt.months")} lens={part(interrupt, "months")} suffix={t("plan.unit.months")} {...bounds.interruptMonths} required />
      <ShareField label={t("plan.income.interrupt.share")} hint={t("plan.income.interrupt.share.why")} lens={part(interrupt, "share")} />
    </Facet>
  );
}

function Route({ lens }: { lens: Lens<Income> }) {
  const { t, plan } = useWords();
  const plain = { accountId: Object.keys(plan.accounts ?? {})[0] ?? "", share: 1 };
  const route = orElse(part(lens, "routeTo"), plain);
  return (
    <Facet label={t("plan.income.route")} on={lens.value.routeTo !== undefined} onChange={(on) => lens.set({ ...lens.value, routeTo: on ? plain : undefined })} pointer={route.pointer} hint={t("plan.income.route.why")}>
      <RecordField label={t("plan.income.route.to")} lens={part(route, "accountId") as Lens<string | undefined>} collection="accounts" none={t("plan.nowhere")} />
      <ShareField label={t("plan.income.route.share")} lens={part(route, "share")} required />
    </Facet>
  );
}

/** What is taken from a wage before tax: pension insurance, health insurance. */
function PreTaxField({ lens }: { lens: Lens<Income> }) {
  const { t } = useWords();
  const list = orElse(part(lens, "preTax"), []);
  const remove = (index: number) => list.set(list.value.toSpliced(index, 1));
  return (
    <Group label={t("plan.preTax")} pointer={list.pointer} hint={t("plan.preTax.why")} reach="exact">
      <div className={styles.items}>
        {list.value.map((_, index) => (
          <PreTaxRow key={index} lens={item(list, index)} onRemove={() => remove(index)} />
        ))}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={() => list.set([...list.value, { name: t("plan.preTax.new"), rate: 0.045 }])}>
            {t("plan.preTax.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}

function PreTaxRow({ lens, onRemove }: { lens: Lens<PreTax>; onRemove: () => void }) {
  const { t, plan } = useWords();
  const { amount: _amount, rate: _rate, ...rest } = lens.value;
  const byRate = lens.value.amount === undefined;
  const options = (["rate", "amount"] as const).map((value) => ({ value, label: t(`plan.preTax.${value}`) }));
  const kind: Lens<"rate" | "amount"> = {
    value: byRate ? "rate" : "amount",
    pointer: lens.pointer + "/-",
    set: (next) => lens.set(next === "rate" ? { ...rest, rate: 0.045 } : { ...rest, amount: { amt: "0", cur: plan.currency, per: "month", basis: "today" } }),
    preview: () => undefined,
  };
  return (
    <div className={styles.item}>
      <div className={styles.itemBody}>
        <TextField label={t("plan.name")} lens={part(lens, "name")} required />
        <ChoiceField label={t("plan.preTax.by")} lens={kind} options={options} />
        {byRate ? <ShareField label={t("plan.preTax.rate")} lens={part(lens, "rate")} /> : <OptionalAmount label={t("plan.amount")} lens={part(lens, "amount")} absent={{ per: "month", basis: "today" }} unit={t("plan.per.month")} />}
        <RecordField label={t("plan.preTax.to")} lens={part(lens, "to")} collection="accounts" none={t("plan.preTax.out")} />
      </div>
      <IconButton edits label={t("plan.remove")} size="small" onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
