// How an amount changes: with prices, by a rate, in steps.
import { Plus, X } from "lucide-react";
import { useText } from "../../i18n/text";
import { Button, IconButton } from "../../ui/Button";
import { PercentInput, Select } from "../../ui/Inputs";
import type { Amount, Growth, GrowthKind, Step } from "../../api/types";
import { useEditing } from "../editing";
import { item, orElse, part, type Lens } from "../lens";
import { grownBy } from "../when";
import { indexName, momentWords } from "../words";
import { AmountField } from "./AmountField";
import { useWords } from "./choices";
import styles from "./fields.module.css";
import { Group } from "./Frame";
import { Moment } from "./WhenField";

const KINDS: readonly GrowthKind[] = ["inflation", "inflationPlus", "rate", "wage", "index", "flat"];

export function GrowthField({ label, lens }: { label: string; lens: Lens<Growth | undefined> }) {
  const { plan } = useEditing();
  const t = useText();
  const growth = lens.value;
  const indices = Object.keys(plan.assumptions.inflation.spreads ?? {});
  const kinds = KINDS.filter((kind) => kind !== "index" || indices.length > 0 || growth?.kind === "index");
  const options = [...(growth ? [] : [{ value: "none" as const, label: t("plan.growth.none") }]), ...kinds.map((value) => ({ value, label: t(`plan.growth.${value}`) }))];
  const set = (kind: GrowthKind | "none") => kind !== "none" && lens.set(grownBy(growth, kind, indices[0]));
  return (
    <Group label={label} pointer={lens.pointer} hint={growth && t(`plan.growth.${growth.kind}.why`)}>
      <div className={styles.row}>
        <div className={styles.grow}>
          <Select label={label} value={growth?.kind ?? "none"} options={options} onChange={set} />
        </div>
        {growth && (growth.kind === "inflationPlus" || growth.kind === "rate") && (
          <div className={styles.fit}>
            <PercentInput
              label={`${label}: ${t("plan.rate")}`}
              value={growth.rate ?? null}
              suffix={t("plan.unit.yearlyRate")}
              onType={(rate) => lens.preview({ ...growth, rate })}
              onCommit={(rate) => lens.set({ ...growth, rate: rate ?? 0 })}
            />
          </div>
        )}
        {growth?.kind === "index" && <IndexChoice label={label} lens={lens as Lens<Growth>} indices={indices} />}
      </div>
    </Group>
  );
}

function IndexChoice({ label, lens, indices }: { label: string; lens: Lens<Growth>; indices: string[] }) {
  const t = useText();
  const now = lens.value.index ?? "";
  const all = indices.includes(now) ? indices : [...indices, now];
  return (
    <div className={styles.fit}>
      <Select label={`${label}: ${t("plan.growth.index")}`} value={now} options={all.map((value) => ({ value, label: indexName({ t }, value) }))} onChange={(index) => lens.set({ ...lens.value, index })} />
    </div>
  );
}

type Act = "set" | "add" | "mul";

function actOf(step: Step): Act {
  if (step.set) return "set";
  return step.add ? "add" : "mul";
}

function actedBy(step: Step, act: Act, like: Amount): Step {
  const { set, add, mul, ...rest } = step;
  const amount = set ?? add ?? { ...like };
  if (act === "mul") return { ...rest, mul: mul ?? 1.1 };
  return act === "set" ? { ...rest, set: amount } : { ...rest, add: amount };
}

/** Raises, phases and step-downs of one stream. */
export function StepsField({ label, lens, like }: { label: string; lens: Lens<Step[] | undefined>; like: Amount }) {
  const { plan } = useEditing();
  const t = useText();
  const steps = orElse(lens, []);
  const year = Number(plan.start.slice(0, 4)) + 5;
  const add = () => steps.set([...steps.value, { at: { at: "month", month: `${year}-01` }, mul: 1.1 }]);
  const remove = (index: number) => lens.set(steps.value.length === 1 ? undefined : steps.value.toSpliced(index, 1));
  return (
    <Group label={label} pointer={lens.pointer} reach="exact" hint={steps.value.length === 0 ? t("plan.steps.why") : undefined}>
      <div className={styles.items}>
        {steps.value.map((_, index) => (
          <StepRow key={index} lens={item(steps, index)} like={like} onRemove={() => remove(index)} />
        ))}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={add}>
            {t("plan.steps.new")}
          </Button>
        </div>
      </div>
    </Group>
  );
}

function StepRow({ lens, like, onRemove }: { lens: Lens<Step>; like: Amount; onRemove: () => void }) {
  const t = useText();
  const words = useWords();
  const step = lens.value;
  const act = actOf(step);
  const label = t("plan.steps.one", { when: momentWords(words, step.at) });
  const options = (["set", "add", "mul"] as const).map((value) => ({ value, label: t(`plan.steps.${value}`) }));
  return (
    <Group label={label} pointer={lens.pointer}>
      <div className={styles.item}>
        <div className={styles.items}>
          <Moment label={label} lens={part(lens, "at")} />
          <div className={styles.row}>
            <div className={styles.fit}>
              <Select label={`${label}: ${t("plan.steps.what")}`} value={act} options={options} onChange={(next) => lens.set(actedBy(step, next, like))} />
            </div>
            {act === "mul" && (
              <div className={styles.fit}>
                <PercentInput
                  label={`${label}: ${t("plan.steps.mul")}`}
                  value={Math.round(((step.mul ?? 1) - 1) * 1e6) / 1e6}
                  onType={(change) => lens.preview({ ...step, mul: 1 + change })}
                  onCommit={(change) => lens.set({ ...step, mul: Math.round((1 + (change ?? 0)) * 1e6) / 1e6 })}
                />
              </div>
            )}
          </div>
          {act !== "mul" && <AmountField label={t(`plan.steps.${act}`)} lens={part(lens, act) as Lens<Amount>} per={["month", "year"]} basis />}
        </div>
        <IconButton edits label={t("plan.remove")} size="small" onClick={onRemove}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
    </Group>
  );
}
