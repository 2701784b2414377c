import { Plus, X } from "lucide-react";
import { formatPercent } from "../../format/number";
import { Button, IconButton } from "../../ui/Button";
import { usePowers } from "../../shell/powers";
import { Segmented } from "../../ui/Segmented";
import type { Buy, Debt, Extra, Insurance, Property, PropertyKind, Sell, TimeRef } from "../../api/types";
import { AmountField, FeeField, OptionalAmount } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Grid, Group, More } from "../fields/Frame";
import { GrowthField } from "../fields/GrowthField";
import { OwnerField, RecordField } from "../fields/OwnerField";
import { ChoiceField, MonthField, NumberField, OptionalChoice, RateField, ShareField, TextField } from "../fields/Simple";
import { OptionalWhen, SpanField, useFirstAge, WhenField } from "../fields/WhenField";
import { item, orElse, part, type Lens } from "../lens";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { momentWords, personName, spanWords } from "../words";
import { AmountFigure } from "./figures";
import { TriggerField } from "./TriggerField";

const PROPERTY_KINDS: readonly PropertyKind[] = ["home", "rental", "land", "vehicle", "leaseDeposit", "other"];
const DEBT_KINDS = ["mortgage", "lease", "student", "card", "margin", "other"] as const;
const DEBT_TYPES = ["amortising", "interestOnly", "bullet"] as const;
const INSURANCE_KINDS = ["life", "health", "disability", "care", "annuity"] as const;
const EVENTS = ["death", "disability", "care", "age"] as const;

/** What the household has besides accounts, what it owes, and what is insured. */
export function Possessions({ filter }: SectionProps) {
  const words = useWords();
  const { t, locale } = words;
  const { sees } = usePowers();
  const rest = { text: filter.text, field: null };
  const propertyDetail = (property: Property) =>
    [
      t(`plan.propertyKind.${property.kind}`),
      ...(property.buy ? [t("plan.property.bought", { when: momentWords(words, property.buy.at) })] : []),
      ...(property.sell?.at ? [t("plan.property.sold", { when: momentWords(words, property.sell.at) })] : []),
    ].join(" · ");
  const debtDetail = (debt: Debt) =>
    [t("plan.debt.at", { rate: formatPercent(debt.rate, locale, 1) }), ...(debt.end ? [t("plan.debt.until", { when: momentWords(words, debt.end) })] : [])].join(" · ");
  const coverDetail = (cover: Insurance) => [personName(words, cover.insured), spanWords(words, cover.premium?.span ?? cover.span)].join(" · ");
  return (
    <>
      <Records collection="property" title={t("plan.property")} filter={filter} detail={propertyDetail} figure={(property) => <AmountFigure amount={property.value ?? property.buy?.price} note="" />} editor={(lens, id) => <PropertyEditor lens={lens} id={id} />} />
      <Records collection="debts" title={t("plan.debts")} filter={rest} detail={debtDetail} figure={(debt) => <AmountFigure amount={debt.balance} note="" />} editor={(lens) => <DebtEditor lens={lens} />} />
      {sees("spending") && <Records collection="insurance" title={t("plan.insurance")} filter={rest} detail={coverDetail} figure={(cover) => <AmountFigure amount={cover.premium?.amount} />} editor={(lens) => <InsuranceEditor lens={lens} />} />}
    </>
  );
}

function PropertyEditor({ lens, id }: { lens: Lens<Property>; id: string }) {
  const { t, plan } = useWords();
  const property = lens.value;
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <ChoiceField
        label={t("plan.property.kind")}
        hint={property.kind === "leaseDeposit" ? t("plan.property.lease.why") : undefined}
        lens={part(lens, "kind")}
        options={PROPERTY_KINDS.map((value) => ({ value, label: t(`plan.propertyKind.${value}`) }))}
      />
      <OwnerField label={t("plan.owner")} lens={part(lens, "owner")} />
      <OptionalAmount label={t("plan.property.value")} hint={t("plan.property.value.why")} lens={part(lens, "value", "edit.property.value")} absent={{ cur: plan.currency, asOf: plan.start }} />
      <GrowthField label={property.kind === "leaseDeposit" ? t("plan.property.renewal") : t("plan.property.growth")} lens={part(lens, "growth")} />
      <BuyField lens={lens} />
      <SellField lens={lens} />
      <FeeField label={t("plan.property.upkeep")} hint={t("plan.property.upkeep.why")} lens={part(lens, "upkeep")} />
      <OptionalAmount label={t("plan.property.rent")} hint={t("plan.property.rent.why")} lens={part(lens, "rent")} absent={{ cur: plan.currency, per: "month", basis: "today" }} unit={t("plan.per.month")} basis />
      <More>
        <RateField label={t("plan.property.taxRate")} lens={part(lens, "taxRate")} hint={t("plan.property.taxRate.why")} />
        <RecordField label={t("plan.property.replaces")} lens={part(lens, "replaces")} collection="property" except={id} none={t("plan.nothing")} hint={t("plan.property.replaces.why")} />
      </More>
    </>
  );
}

function BuyField({ lens }: { lens: Lens<Property> }) {
  const { t, plan } = useWords();
  const first = useFirstAge(65);
  const key = "edit.property.buy" as const;
  const begin: Buy = { at: first, price: { amt: lens.value.value?.amt ?? "0", cur: plan.currency, basis: "today" } };
  const options = (["have", "buy"] as const).map((value) => ({ value, label: t(`plan.property.${value}`) }));
  const buy = part(lens, "buy", key) as Lens<Buy>;
  return (
    <Group label={t("plan.property.when")} pointer={lens.pointer + "/buy"} reach="exact">
      <Segmented label={t("plan.property.when")} value={lens.value.buy ? "buy" : "have"} options={options} onChange={(next) => lens.set({ ...lens.value, buy: next === "buy" ? begin : undefined }, key)} />
      {lens.value.buy && (
        <Grid>
          <WhenField label={t("plan.property.buyAt")} lens={part(buy, "at")} />
          <AmountField label={t("plan.property.price")} lens={part(buy, "price")} basis />
          <RecordField label={t("plan.property.funding")} lens={part(buy, "funding")} collection="accounts" none={t("plan.usualOrder")} />
        </Grid>
      )}
    </Group>
  );
}

function SellField({ lens }: { lens: Lens<Property> }) {
  const { t, plan } = useWords();
  const first = useFirstAge(75);
  const key = "edit.property.sell" as const;
  const sell = lens.value.sell;
  const now = sell?.trigger ? "trigger" : sell ? "at" : "keep";
  const options = (["keep", "at", "trigger"] as const).map((value) => ({ value, label: t(`plan.property.sell.${value}`) }));
  const begin = (kind: "keep" | "at" | "trigger"): Sell | undefined => {
    if (kind === "keep") return undefined;
    const { at: _at, trigger: _trigger, ...rest } = sell ?? {};
    return kind === "at" ? { ...rest, at: sell?.at ?? first } : { ...rest, trigger: { metric: "liquid", op: ">=", value: "0" } };
  };
  const there = part(lens, "sell", key) as Lens<Sell>;
  return (
    <Group label={t("plan.property.sell")} pointer={lens.pointer + "/sell"} reach="exact">
      <Segmented label={t("plan.property.sell")} value={now} options={options} onChange={(next) => lens.set({ ...lens.value, sell: begin(next) }, key)} />
      {sell?.at && <WhenField label={t("plan.property.sellAt")} lens={part(there, "at") as Lens<TimeRef>} />}
      {sell?.trigger && <TriggerField lens={part(there, "trigger") as Lens<NonNullable<Sell["trigger"]>>} />}
      {sell && (
        <Grid>
          <ShareField label={t("plan.property.costRate")} hint={t("plan.property.costRate.why")} lens={part(there, "costRate")} />
          {lens.value.kind !== "leaseDeposit" && lens.value.kind !== "vehicle" && (
            <>
              <OptionalAmount label={t("plan.property.paid")} hint={t("plan.property.paid.why")} lens={part(lens, "paid")} absent={{ cur: plan.currency, basis: "nominal" }} />
              <ShareField label={t("plan.property.gainRate")} hint={t("plan.property.gainRate.why")} lens={part(there, "gainRate")} />
              <OptionalAmount label={t("plan.property.gainExempt")} hint={t("plan.property.gainExempt.why")} lens={part(there, "gainExempt")} absent={{ cur: plan.currency, basis: "today" }} basis />
            </>
          )}
        </Grid>
      )}
    </Group>
  );
}

function DebtEditor({ lens }: { lens: Lens<Debt> }) {
  const { t, plan } = useWords();
  const debt = lens.value;
  const first: TimeRef = { at: "month", month: `${Number(plan.start.slice(0, 4)) + 20}-01` };
  const soon: TimeRef = { at: "month", month: `${Number(plan.start.slice(0, 4)) + 5}-01` };
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <ChoiceField label={t("plan.debt.kind")} lens={part(lens, "kind")} options={DEBT_KINDS.map((value) => ({ value, label: t(`plan.debtKind.${value}`) }))} />
      <AmountField label={t("plan.debt.balance")} lens={part(lens, "balance", "edit.debts.balance")} />
      <MonthField label={t("plan.asOf")} lens={part(part(lens, "balance", "edit.debts.balance"), "asOf")} />
      <RateField label={t("plan.debt.rate")} hint={t("plan.debt.rate.why")} lens={part(lens, "rate", "edit.debts.rate")} required />
      <ChoiceField label={t("plan.debt.type")} hint={DEBT_TYPES.some((type) => type === debt.type) ? t(`plan.debtType.${debt.type as (typeof DEBT_TYPES)[number]}.why`) : undefined} lens={part(lens, "type")} options={DEBT_TYPES.map((value) => ({ value, label: t(`plan.debtType.${value}`) }))} />
      <OptionalWhen label={t("plan.debt.end")} none={t("plan.debt.end.none")} first={first} lens={part(lens, "end", "edit.debts.end")} />
      <OptionalAmount label={t("plan.debt.payment")} hint={t("plan.debt.payment.why")} lens={part(lens, "payment", "edit.debts.end")} absent={{ cur: plan.currency, per: "month", basis: "nominal" }} unit={t("plan.per.month")} />
      <RecordField label={t("plan.debt.securedBy")} lens={part(lens, "securedBy")} collection="property" none={t("plan.nothing")} hint={t("plan.debt.securedBy.why")} />
      <ExtraField lens={lens} />
      <More>
        <OwnerField label={t("plan.owner")} lens={part(lens, "owner")} />
        <OptionalWhen label={t("plan.debt.fixedUntil")} none={t("plan.debt.fixedUntil.none")} first={soon} lens={part(lens, "fixedUntil")} />
        {debt.fixedUntil && <RateField label={t("plan.debt.then")} lens={part(orElse(part(lens, "then"), { rate: debt.rate }), "rate")} required />}
      </More>
    </>
  );
}

/** Payments beyond what is due. */
function ExtraField({ lens }: { lens: Lens<Debt> }) {
  const { t, plan } = useWords();
  const extras = orElse(part(lens, "extra", "edit.debts.extra"), []);
  const plain: Extra = { amount: { amt: "0", cur: plan.currency, per: "month", basis: "nominal" }, span: { start: { at: "now" }, months: 60 } };
  return (
    <Group label={t("plan.debt.extra")} pointer={extras.pointer} reach="exact">
      <div className={fieldStyles.items}>
        {extras.value.map((_, index) => {
          const extra = item(extras, index);
          return (
            <div key={index} className={fieldStyles.item}>
              <div className={fieldStyles.items}>
                <AmountField label={t("plan.amount")} lens={part(extra, "amount")} per={["month", "year", "once"]} basis lever />
                <SpanField label={t("plan.debt.extra.when")} lens={part(extra, "span")} />
              </div>
              <IconButton edits label={t("plan.remove")} size="small" onClick={() => extras.set(extras.value.toSpliced(index, 1))}>
                <X size={16} aria-hidden />
              </IconButton>
            </div>
          );
        })}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={() => extras.set([...extras.value, plain])}>
            {t("plan.debt.extra.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}

function InsuranceEditor({ lens }: { lens: Lens<Insurance> }) {
  const { t, plan } = useWords();
  const people = useChoices("people");
  const cover = lens.value;
  const premium = orElse(part(lens, "premium"), { amount: { amt: "0", cur: plan.currency, per: "month", basis: "nominal" }, span: { start: { at: "now" } } });
  const trigger = orElse(part(lens, "trigger"), { on: "death" });
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <ChoiceField label={t("plan.insurance.kind")} lens={part(lens, "kind")} options={INSURANCE_KINDS.map((value) => ({ value, label: t(`plan.insuranceKind.${value}`) }))} />
      <ChoiceField label={t("plan.insurance.insured")} lens={part(lens, "insured")} options={people} />
      <AmountField label={t("plan.insurance.premium")} lens={part(premium, "amount")} per={["month", "year"]} basis />
      <SpanField label={t("plan.insurance.premium.when")} lens={part(premium, "span")} />
      <OptionalAmount label={t("plan.insurance.payout")} lens={part(lens, "payout")} absent={{ cur: plan.currency, basis: "nominal" }} basis />
      <OptionalChoice
        label={t("plan.insurance.on")}
        none={t("plan.nothing")}
        lens={{ ...part(trigger, "on"), value: cover.trigger?.on, set: (on) => lens.set({ ...lens.value, trigger: on === undefined ? undefined : { ...lens.value.trigger, on } }) }}
        options={EVENTS.map((value) => ({ value, label: t(`plan.insurance.on.${value}`) }))}
      />
      {cover.trigger?.on === "age" && <NumberField label={t("plan.insurance.age")} lens={part(trigger, "age")} suffix={t("plan.unit.age")} />}
      <More>
        <OptionalAmount label={t("plan.insurance.surrender")} hint={t("plan.insurance.surrender.why")} lens={part(lens, "surrender")} absent={{ cur: plan.currency, basis: "today" }} basis />
        <SpanField label={t("plan.insurance.span")} lens={orElse(part(lens, "span"), { start: { at: "now" } })} />
        <TextField label={t("plan.insurance.doc")} lens={part(lens, "docRef")} />
      </More>
    </>
  );
}
