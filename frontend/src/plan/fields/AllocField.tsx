// Mixes of asset classes: weights that always sum to 100 %, and paths of them over time.
import { Plus, X } from "lucide-react";
import { formatPercent } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { Button, IconButton } from "../../ui/Button";
import { PercentInput, Select } from "../../ui/Inputs";
import { Segmented } from "../../ui/Segmented";
import { Note } from "../../ui/Note";
import { Slider } from "../../ui/Slider";
import type { Alloc, GlidePoint, Rebalance } from "../../api/types";
import type { Weights } from "../document";
import { useEditing } from "../editing";
import { item, part, type Lens } from "../lens";
import { living } from "../order";
import { PassportMark } from "../passports/Passport";
import { asMix, asPath, classesOf, evened, sumsToOne, total, withPoint, withWeight } from "../weights";
import { momentWords, nameOf } from "../words";
import { useWords } from "./choices";
import styles from "./fields.module.css";
import { Group } from "./Frame";
import { Moment, useFirstAge } from "./WhenField";

const COLOURS = 6;

/** A class keeps its colour wherever it is drawn. */
export function classColour(known: readonly string[], id: string): string {
  const index = known.indexOf(id);
  return `var(--data-${((index < 0 ? known.length : index) % COLOURS) + 1})`;
}

function useKnownClasses(): string[] {
  const { plan } = useEditing();
  return living(plan.assumptions.classes).map(([id]) => id);
}

/** The mix as one bar. */
export function MixBar({ weights, small = false }: { weights: Weights; small?: boolean }) {
  const words = useWords();
  const known = useKnownClasses();
  const shown = classesOf(weights, known).filter((id) => (weights[id] ?? 0) > 0);
  const said = shown.map((id) => `${nameOf(words, words.plan.assumptions.classes[id])} ${formatPercent(weights[id] ?? 0, words.locale)}`).join(", ");
  return (
    <div className={small ? `${styles.bar} ${styles.miniBar}` : styles.bar} role="img" aria-label={said} title={small ? said : undefined}>
      {shown.map((id) => (
        <span key={id} style={{ width: `${(weights[id] ?? 0) * 100}%`, background: classColour(known, id) }} />
      ))}
    </div>
  );
}

function WeightsField({ label, lens }: { label: string; lens: Lens<Weights> }) {
  const t = useText();
  const words = useWords();
  const locale = useLocale();
  const known = useKnownClasses();
  const weights = lens.value;
  const shown = classesOf(weights, known);
  return (
    <div className={styles.weights} data-pointer={lens.pointer}>
      <MixBar weights={weights} />
      {shown.map((id) => {
        const name = nameOf(words, words.plan.assumptions.classes[id]);
        const share = weights[id] ?? 0;
        return (
          <div key={id} className={styles.weight}>
            <span className={styles.weightName}>
              <span className={styles.swatch} style={{ background: classColour(known, id) }} aria-hidden />
              {name}
            </span>
            <Slider
              label={`${label}: ${name}`}
              value={Math.round(share * 1000) / 1000}
              min={0}
              max={1}
              step={0.01}
              onMove={(next) => lens.preview(withWeight(weights, id, next))}
              onCommit={(next) => lens.set(withWeight(weights, id, next))}
              say={(value) => formatPercent(value, locale)}
            />
            <PercentInput label={`${label}: ${name}`} value={share} min={0} max={1} onCommit={(next) => lens.set(withWeight(weights, id, next ?? 0))} />
          </div>
        );
      })}
      {!sumsToOne(weights) && (
        <div className={styles.row}>
          <Note tone="error">{t("plan.mix.sum", { total: formatPercent(total(weights), locale, 1) })}</Note>
          <Button edits size="small" onClick={() => lens.set(evened(weights))}>
            {t("plan.mix.even")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A mix for good, or a path of mixes over time, and how often it is restored. */
export function AllocField({ label, lens }: { label: string; lens: Lens<Alloc> }) {
  const t = useText();
  const alloc = lens.value;
  const kind = alloc.glide && alloc.glide.length > 0 ? "path" : "mix";
  const options = (["mix", "path"] as const).map((value) => ({ value, label: t(`plan.mix.${value}`) }));
  return (
    <Group label={label} pointer={lens.pointer}>
      <div className={styles.chain}>
        <Segmented label={label} value={kind} options={options} onChange={(next) => lens.set(next === "path" ? asPath(alloc) : asMix(alloc))} />
        {kind === "mix" ? (
          <WeightsField label={label} lens={{ ...part(lens, "weights"), value: alloc.weights ?? {} } as Lens<Weights>} />
        ) : (
          <PathField label={label} lens={lens} />
        )}
        <RebalanceField lens={part(lens, "rebalance")} />
      </div>
    </Group>
  );
}

function PathField({ label, lens }: { label: string; lens: Lens<Alloc> }) {
  const t = useText();
  const points = part(lens, "glide") as Lens<GlidePoint[]>;
  const first = useFirstAge(65);
  const interp = lens.value.interp ?? "linear";
  const options = (["linear", "step"] as const).map((value) => ({ value, label: t(`plan.mix.${value}`) }));
  return (
    <div className={styles.items}>
      {points.value.map((_, index) => (
        <PointField key={index} label={label} lens={item(points, index)} {...(points.value.length > 1 ? { onRemove: () => points.set(points.value.toSpliced(index, 1)) } : {})} />
      ))}
      <div className={styles.row}>
        <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={() => points.set(withPoint(points.value, first))}>
          {t("plan.mix.addPoint")}
        </Button>
        <Segmented label={t("plan.mix.between")} value={interp === "step" ? "step" : "linear"} options={options} onChange={(next) => lens.set({ ...lens.value, interp: next })} />
      </div>
    </div>
  );
}

function PointField({ label, lens, onRemove }: { label: string; lens: Lens<GlidePoint>; onRemove?: () => void }) {
  const t = useText();
  const words = useWords();
  const when = momentWords(words, lens.value.at);
  return (
    <Group label={when} pointer={lens.pointer}>
      <div className={styles.item}>
        <div className={styles.items}>
          <Moment label={`${label}: ${when}`} lens={part(lens, "at")} />
          <WeightsField label={when} lens={part(lens, "weights")} />
        </div>
        {onRemove && (
          <IconButton edits label={t("plan.remove")} size="small" onClick={onRemove}>
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
    </Group>
  );
}

type Every = "yearly" | "monthly" | "never" | "band";

function RebalanceField({ lens }: { lens: Lens<Rebalance | undefined> }) {
  const t = useText();
  const now: Every = typeof lens.value === "object" ? "band" : (lens.value ?? "yearly");
  const options = (["monthly", "yearly", "band", "never"] as const).map((value) => ({ value, label: t(`plan.rebalance.${value}`) }));
  return (
    <Group label={t("plan.rebalance")} pointer={lens.pointer} hint={t(`plan.rebalance.${now}.why`)}>
      <div className={styles.row}>
        <div className={styles.grow}>
          <Select label={t("plan.rebalance")} value={now} options={options} onChange={(next) => lens.set(next === "band" ? { band: 0.05 } : next)} />
        </div>
        {typeof lens.value === "object" && (
          <div className={styles.fit}>
            <PercentInput label={t("plan.rebalance.band")} value={lens.value.band} suffix={t("plan.unit.points")} onCommit={(band) => lens.set({ band: band ?? 0.05 })} />
          </div>
        )}
      </div>
      <PassportMark pointer={lens.pointer} />
    </Group>
  );
}
