import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { NumberInput, Select, type Choice } from "../../ui/Inputs";
import { useLocked } from "../../ui/lock";
import { Note } from "../../ui/Note";
import type { Conversion, Withdrawal, WithdrawalStep, WithdrawalUntil, Wrapper } from "../../api/types";
import { bounds } from "../bounds";
import { about } from "../collection";
import { useLens } from "../editing";
import { OptionalAmount } from "../fields/AmountField";
import { useChoices, useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Grid, Group, More } from "../fields/Frame";
import { ChoiceField, ManyField, NumberField, OptionalChoice, RateField, ShareField } from "../fields/Simple";
import { OptionalWhen, SpanField, useFirstAge } from "../fields/WhenField";
import { item, orElse, part, type Lens } from "../lens";
import { movedItem } from "../order";
import { PassportMark } from "../passports/Passport";
import { Ranked } from "../Ranked";
import { uncovered } from "../sections";
import { nameOf, type Words } from "../words";
import { ownOrder } from "./ownOrder";
import { RuleField } from "./RuleField";
import styles from "./sections.module.css";

const PRESETS = ["taxableFirst", "deferredFirst", "proportional", "bracketFill", "bestPerformer", "keepTargetMix"] as const;
const ORDERS = [...PRESETS, "own"] as const;
type Ordered = (typeof ORDERS)[number];
const PICKS = ["cash", "taxable", "deferred", "exempt", "capped", "purpose", "restricted", "crypto", "other"] as const;
const PROPERTY = "property:";

export function WithdrawalForm() {
  const { t, plan } = useWords();
  const lens = useLens<Withdrawal>(["withdrawal"], "edit.withdrawal");
  const missed = uncovered(plan);
  return (
    <div className={styles.stack}>
      <RuleField lens={part(lens, "rule", "edit.withdrawal.rule")} />
      <Card title={t("plan.order")} look="plain">
        <p className={styles.note}>{t("plan.order.why")}</p>
        <OrderField lens={lens} />
        {missed.length > 0 && <Note tone="warning">{t("plan.order.missed", { names: missed.map((id) => nameOf({ t }, plan.accounts?.[id])).join(", ") })}</Note>}
      </Card>
      <Card title={t("plan.buffer")} look="plain">
        <BufferField lens={lens} />
      </Card>
      <Card title={t("plan.shortfall")} look="plain">
        <p className={styles.note}>{t("plan.shortfall.why")}</p>
        <ShortfallField lens={lens} />
      </Card>
      <Card title={t("plan.conversions")} look="plain">
        <Conversions lens={lens} />
      </Card>
      <Card title={t("plan.rest")} look="plain">
        <Rest lens={lens} />
      </Card>
    </div>
  );
}

/** What a step draws on: a kind of account, or one account. */
function usePicks(): Choice<string>[] {
  const { t } = useWords();
  const accounts = useChoices("accounts");
  return [...PICKS.map((value) => ({ value, label: t("plan.order.all", { kind: t(`plan.wrapper.${value}`) }) })), ...accounts];
}

function pickWords(words: Words, pick: string): string {
  const kind = PICKS.find((one) => one === pick);
  return kind ? words.t(`plan.wrapper.${kind}`) : nameOf(words, words.plan.accounts?.[pick]);
}

function OrderField({ lens }: { lens: Lens<Withdrawal> }) {
  const words = useWords();
  const { t } = words;
  const order = orElse(part(lens, "order", "edit.withdrawal.order"), []);
  const steps = order.value;
  return (
    <Group label={t("plan.order.steps")} pointer={order.pointer} reach="exact" quiet>
      <PresetField lens={lens} />
      <Ranked ids={steps.map((_, index) => String(index))} label={(id) => pickWords(words, steps[Number(id)]?.pick ?? "")} onMove={(id, to) => order.set(movedItem(steps, Number(id), to))}>
        {(id, handle) => (
          <div className={styles.rankRow}>
            {handle}
            <span className={styles.rankNumber}>{Number(id) + 1}</span>
            <StepEditor lens={item(order, Number(id))} />
            <IconButton edits label={t("plan.remove")} size="small" onClick={() => order.set(steps.toSpliced(Number(id), 1))}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      </Ranked>
      {steps.length > 0 && (
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} data-add="order" onClick={() => order.set([...steps, { pick: uncovered(words.plan)[0] ?? "taxable" }])}>
            {t("plan.order.add")}
          </Button>
        </div>
      )}
    </Group>
  );
}

/** A ready-made order, or steps of one's own. */
function PresetField({ lens }: { lens: Lens<Withdrawal> }) {
  const { t, plan } = useWords();
  const { order = [], preset = "taxableFirst" } = lens.value;
  const now: Ordered = order.length > 0 ? "own" : preset;
  const known = ORDERS.find((one) => one === now);
  const choose = (next: Ordered): Withdrawal => (next === "own" ? { ...lens.value, order: order.length > 0 ? order : ownOrder(plan) } : { ...lens.value, preset: next, order: undefined });
  return (
    <ChoiceField
      label={t("plan.order.preset")}
      hint={known && t(`plan.preset.${known}.why`)}
      lens={{ value: now, pointer: lens.pointer + "/preset", set: (next) => lens.set(choose(next), "edit.withdrawal.order"), preview: (next) => lens.preview(choose(next)) }}
      options={ORDERS.map((value) => ({ value, label: t(`plan.preset.${value}`) }))}
    />
  );
}

type Stop = "none" | "bufferMonths" | "balance" | "yearly" | "bracketTop" | "taxAmount";
const STOPS: readonly Stop[] = ["none", "bufferMonths", "balance", "yearly", "bracketTop", "taxAmount"];

function stopOf(until: WithdrawalUntil | undefined): Stop {
  return STOPS.find((stop) => stop !== "none" && until?.[stop] !== undefined) ?? "none";
}

function StepEditor({ lens }: { lens: Lens<WithdrawalStep> }) {
  const { t, plan } = useWords();
  const picks = usePicks();
  const first = useFirstAge(60);
  const step = lens.value;
  const stop = stopOf(step.until);
  const until = orElse(part(lens, "until"), {});
  const begin = (next: Stop): WithdrawalUntil | undefined => {
    const money = { amt: "0", cur: plan.currency, basis: "today" as const };
    switch (next) {
      case "none":
        return undefined;
      case "bufferMonths":
        return { bufferMonths: 6 };
      case "bracketTop":
        return { bracketTop: 0.15 };
      default:
        return { [next]: money };
    }
  };
  return (
    <div className={styles.rankBody} data-pointer={lens.pointer}>
      <ChoiceField label={t("plan.order.pick")} lens={part(lens, "pick")} options={picks} />
      <ChoiceField
        label={t("plan.order.until")}
        lens={{ value: stop, pointer: until.pointer, set: (next) => lens.set({ ...step, until: begin(next) }), preview: () => undefined } as Lens<Stop>}
        options={STOPS.map((value) => ({ value, label: t(`plan.until.${value}`) }))}
      />
      {stop === "bufferMonths" && <NumberField label={t("plan.order.buffer")} lens={part(until, "bufferMonths")} suffix={t("plan.unit.months")} {...bounds.untilMonths} required />}
      {stop === "bracketTop" && <ShareField label={t("plan.until.bracketTop")} lens={part(until, "bracketTop")} required />}
      {(stop === "balance" || stop === "yearly" || stop === "taxAmount") && <OptionalAmount label={t(`plan.until.${stop}`)} lens={part(until, stop)} absent={{ cur: plan.currency }} {...(stop === "balance" ? {} : { unit: t("plan.per.year") })} />}
      <More>
        <OptionalWhen label={t("plan.order.when")} none={t("plan.order.always")} some={t("plan.moment.from")} first={first} lens={part(lens, "when")} />
        <OptionalAmount label={t("plan.order.limit")} lens={part(lens, "limit")} absent={{ cur: plan.currency, per: "month" }} unit={t("plan.per.month")} />
      </More>
    </div>
  );
}

function BufferField({ lens }: { lens: Lens<Withdrawal> }) {
  const { t } = useWords();
  const buffer = orElse(part(lens, "buffer", "edit.withdrawal.buffer"), { months: 0 });
  return (
    <Grid>
      <Group label={t("plan.buffer.months")} pointer={buffer.pointer + "/months"} hint={t("plan.buffer.why")}>
        <NumberInput label={t("plan.buffer.months")} value={lens.value.buffer?.months ?? null} {...bounds.keepMonths} suffix={t("plan.unit.months")} onCommit={(months) => lens.set({ ...lens.value, buffer: months ? { ...lens.value.buffer, months } : undefined }, "edit.withdrawal.buffer")} />
        <PassportMark pointer={buffer.pointer + "/months"} />
      </Group>
      {lens.value.buffer && (
        <OptionalChoice label={t("plan.buffer.refill")} lens={part(buffer, "refillWhen")} none={t("plan.buffer.refill.none")} options={(["afterGain", "always"] as const).map((value) => ({ value, label: t(`plan.buffer.refill.${value}`) }))} />
      )}
    </Grid>
  );
}

function ShortfallField({ lens }: { lens: Lens<Withdrawal> }) {
  const { t, plan } = useWords();
  const locked = useLocked();
  const list = orElse(part(lens, "shortfall", "edit.withdrawal.shortfall"), []);
  const properties = useChoices("property");
  const plain: Choice<string>[] = (["wish", "flexible", "borrow", "unfunded"] as const).map((value) => ({ value, label: t(`plan.shortfall.${value}`) }));
  const options = [...plain, ...properties.map(({ value, label }) => ({ value: PROPERTY + value, label: t("plan.shortfall.sell", { name: label }) }))];
  const said = (value: string) => options.find((option) => option.value === value)?.label ?? value.replace(PROPERTY, "");
  const left = options.filter((option) => !list.value.includes(option.value));
  return (
    <Group label={t("plan.shortfall.steps")} pointer={list.pointer} quiet>
      <Ranked ids={list.value} label={said} onMove={(id, to) => list.set(movedItem(list.value, list.value.indexOf(id), to))}>
        {(id, handle) => (
          <div className={styles.rankRow}>
            {handle}
            <span className={styles.rankNumber}>{list.value.indexOf(id) + 1}</span>
            <span className={styles.rankText}>{said(id)}</span>
            <IconButton edits label={`${t("plan.remove")}: ${said(id)}`} size="small" onClick={() => list.set(list.value.filter((one) => one !== id))}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        )}
      </Ranked>
      {left.length > 0 && !locked && (
        <div className={styles.narrow}>
          <Select label={t("plan.shortfall.add")} value="" options={[{ value: "", label: t("plan.shortfall.add") }, ...left]} onChange={(value) => value && list.set([...list.value, value])} />
        </div>
      )}
      {(list.value.includes("borrow") || plan.withdrawal.borrowRate !== undefined) && (
        <Grid>
          <RateField label={t("plan.borrowRate")} hint={t("plan.borrowRate.why")} lens={part(lens, "borrowRate", "edit.withdrawal.shortfall")} />
        </Grid>
      )}
    </Group>
  );
}

function Rest({ lens }: { lens: Lens<Withdrawal> }) {
  const { t } = useWords();
  const accounts = useChoices("accounts");
  const properties = useChoices("property").map(({ value, label }) => ({ value: PROPERTY + value, label }));
  const insurances = useChoices("insurance").map(({ value, label }) => ({ value: `insurance:${value}`, label }));
  const never = part(lens, "neverTouch");
  const resort = part(lens, "lastResort");
  return (
    <Grid>
      <OptionalChoice label={t("plan.surplus")} hint={t("plan.surplus.why")} lens={part(lens, "surplus")} none={t("plan.surplus.none")} options={(["saveSurplus", "spendSurplus"] as const).map((value) => ({ value, label: t(`plan.surplus.${value}`) }))} />
      <Group label={t("plan.neverTouch")} pointer={never.pointer} hint={t("plan.neverTouch.why")}>
        <ManyField label={t("plan.neverTouch")} chosen={never.value ?? []} options={accounts} onChange={(next) => never.set(next.length > 0 ? next : undefined)} />
      </Group>
      <More>
        <Group label={t("plan.lastResort")} pointer={resort.pointer} hint={t("plan.lastResort.why")}>
          <ManyField label={t("plan.lastResort")} chosen={resort.value ?? []} options={[...properties, ...insurances]} onChange={(next) => resort.set(next.length > 0 ? next : undefined)} />
        </Group>
      </More>
    </Grid>
  );
}

/** Moves from tax-deferred to tax-free accounts, and from an ISA into a pension. */
function Conversions({ lens }: { lens: Lens<Withdrawal> }) {
  const { t, plan } = useWords();
  const accounts = useChoices("accounts");
  const list = orElse(part(lens, "conversions"), []);
  const of = (wrapper: Wrapper) => accounts.filter(({ value }) => plan.accounts?.[value]?.wrapper === wrapper);
  const [deferred, exempt, capped] = [of("deferred"), of("exempt"), of("capped")];
  const isCapped = (id: string) => plan.accounts?.[id]?.wrapper === "capped";
  const into = (id: string) => (isCapped(id) ? deferred : exempt);
  const sources = [...(exempt.length > 0 ? deferred : []), ...(deferred.length > 0 ? capped : [])];
  const from = sources[0]?.value;
  const to = from === undefined ? undefined : into(from)[0]?.value;
  if (list.value.length === 0 && (from === undefined || to === undefined)) return <p className={styles.note}>{t("plan.conversions.lack")}</p>;
  const plain = (): Conversion => ({ from: from ?? "", to: to ?? "", ...(isCapped(from ?? "") ? {} : { fillTo: about(plan, 50_000, "year") }), span: { start: { at: "now" }, months: 60 } });
  const moved = (one: Conversion, next: string): Conversion => ({ from: next, to: into(next).some(({ value }) => value === one.to) ? one.to : (into(next)[0]?.value ?? one.to), span: one.span, ...(one.fillTo && !isCapped(next) ? { fillTo: one.fillTo } : {}) });
  return (
    <Group label={t("plan.conversions")} pointer={list.pointer} hint={t("plan.conversions.why")} reach="exact" quiet>
      <div className={fieldStyles.items}>
        {list.value.map((_, index) => {
          const one = item(list, index);
          return (
            <div key={index} className={fieldStyles.item}>
              <div className={fieldStyles.itemBody}>
                <ChoiceField label={t("plan.conversion.from")} lens={{ ...part(one, "from"), set: (next) => one.set(moved(one.value, next)) }} options={sources} />
                <ChoiceField label={t("plan.conversion.to")} lens={part(one, "to")} options={into(one.value.from)} />
                {!isCapped(one.value.from) && (
                  <OptionalAmount label={t("plan.conversion.fillTo")} hint={t("plan.conversion.fillTo.why")} lens={part(one, "fillTo")} absent={{ cur: plan.currency, basis: "today" }} unit={t("plan.per.year")} />
                )}
                <SpanField label={t("plan.conversion.when")} lens={part(one, "span")} />
              </div>
              <IconButton edits label={t("plan.remove")} size="small" onClick={() => list.set(list.value.toSpliced(index, 1))}>
                <X size={16} aria-hidden />
              </IconButton>
            </div>
          );
        })}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={() => list.set([...list.value, plain()])}>
            {t("plan.conversion.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}
