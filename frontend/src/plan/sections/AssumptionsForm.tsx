import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Said } from "../../ui/Field";
import { DecimalInput, TextInput } from "../../ui/Inputs";
import { useLocked } from "../../ui/lock";
import { usePowers } from "../../shell/powers";
import { Picker } from "../../ui/Picker";
import type { Assumptions, Class, Corr, Longevity, Returns, RunDefaults, Switch } from "../../api/types";
import { bounds } from "../bounds";
import { HistoryField } from "../datasets/HistoryField";
import type { Plan } from "../document";
import { lensAt, useEditing, useLens } from "../editing";
import { classColour } from "../fields/AllocField";
import { useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Frame, Grid, Group, More, Notes, useSaid } from "../fields/Frame";
import { ChoiceField, DecimalField, MonthField, NumberField, OptionalChoice, RateField, ShareField, SwitchField, TextField } from "../fields/Simple";
import { newId } from "../identity";
import { orElse, part, type Lens } from "../lens";
import { archived, last, living } from "../order";
import { correlation, matrixOrder, withCorrelation } from "../matrix";
import { PassportMark } from "../passports/Passport";
import { patchAt, toPointer } from "../patch";
import { concern } from "../problems";
import { indexName, nameOf } from "../words";
import { FITTED, modelledBy, MODELS, monthsOf } from "./models";
import { usePickerWords } from "./pickers";
import styles from "./sections.module.css";

const LONGEVITIES = ["fixed", "table", "drawn"] as const;
const HISTORY = ["stocks", "bonds", "cash"] as const;

export function AssumptionsForm() {
  const { t } = useWords();
  const lens = useLens<Assumptions>(["assumptions"], "edit.assumptions");
  return (
    <div className={styles.stack}>
      <Card title={t("plan.model")} look="plain">
        <ModelField lens={part(lens, "returns", "edit.assumptions.model")} />
      </Card>
      <Card title={t("plan.classes")} look="plain">
        <p className={styles.note}>{t("plan.classes.why")}</p>
        <Classes />
      </Card>
      <Card title={t("plan.inflation")} look="plain">
        <InflationField lens={lens} />
      </Card>
      <Card title={t("plan.corr")} look="plain">
        <p className={styles.note}>{t("plan.corr.why")}</p>
        <CorrField lens={part(lens, "corr", "edit.assumptions.corr")} />
      </Card>
      <Card title={t("plan.longevity.title")} look="plain">
        <LongevityField lens={orElse(part(lens, "longevity", "edit.assumptions"), { kind: "fixed" })} />
      </Card>
      <Card title={t("plan.run.title")} look="plain">
        <RunField lens={orElse(part(lens, "run", "edit.assumptions.run"), {})} />
      </Card>
      <Card title={t("plan.costs")} look="plain">
        <Grid>
          <RateField label={t("plan.fees.default")} hint={t("plan.fees.why")} lens={part(orElse(part(lens, "fees", "edit.assumptions.fees"), { default: 0 }), "default")} />
          <Rates />
        </Grid>
      </Card>
    </div>
  );
}

function ModelField({ lens }: { lens: Lens<Returns> }) {
  const { t } = useWords();
  const { model } = lens.value;
  const words = usePickerWords();
  return (
    <Grid>
      <Group label={t("plan.model.choose")} pointer={lens.pointer + "/model"} quiet>
        <Picker
          label={t("plan.model.choose")}
          value={model}
          words={words}
          options={MODELS.map((value) => ({ value, name: t(`plan.model.${value}`), about: t(`plan.model.${value}.why`), use: t(`plan.model.${value}.use`) }))}
          onTry={(next) => lens.preview(next === null ? lens.value : modelledBy(lens.value, next))}
          onChoose={(next) => lens.set(modelledBy(lens.value, next))}
        />
        <PassportMark pointer={lens.pointer + "/model"} />
      </Group>
      {model === "studentT" && <DecimalField label={t("plan.model.df")} hint={t("plan.model.df.why")} lens={part(lens, "df")} />}
      {model === "historicalReplay" && <SwitchField label={t("plan.model.wrap")} hint={t("plan.model.wrap.why")} lens={part(lens, "wrap")} />}
      {model === "blockBootstrap" && <PiecesField lens={lens} />}
      {model === "regime" && <RegimesField lens={orElse(part(lens, "regimes"), FITTED)} />}
      {(model === "blockBootstrap" || model === "historicalReplay") && <HistoryField />}
    </Grid>
  );
}

/** How history is cut into pieces. */
function PiecesField({ lens }: { lens: Lens<Returns> }) {
  const { t } = useWords();
  const { blocks = "stationary", means = "plan" } = lens.value;
  return (
    <>
      <ChoiceField label={t("plan.model.blocks")} lens={orElse(part(lens, "blocks"), blocks)} options={(["stationary", "circular"] as const).map((value) => ({ value, label: t(`plan.model.blocks.${value}`) }))} />
      <NumberField label={t("plan.model.block")} hint={t("plan.model.block.why")} lens={orElse(part(lens, "blockMonths"), 60)} suffix={t("plan.unit.months")} {...bounds.blockMonths} required />
      {blocks === "circular" && <SwitchField label={t("plan.model.stagger")} hint={t("plan.model.stagger.why")} lens={part(lens, "stagger")} />}
      <ChoiceField label={t("plan.model.means")} hint={t(`plan.model.means.${means}.why`)} lens={orElse(part(lens, "means"), means)} options={(["plan", "history"] as const).map((value) => ({ value, label: t(`plan.model.means.${value}`) }))} />
    </>
  );
}

/** How calm and stress take turns, and what stress is like. */
function RegimesField({ lens }: { lens: Lens<Switch> }) {
  const { t } = useWords();
  const lasts = (stay: number) => t("plan.model.stay.why", { months: String(monthsOf(stay)) });
  return (
    <>
      <ShareField label={t("plan.model.stayCalm")} hint={lasts(lens.value.stayCalm)} lens={part(lens, "stayCalm")} required />
      <ShareField label={t("plan.model.stayStress")} hint={lasts(lens.value.stayStress)} lens={part(lens, "stayStress")} required />
      <RateField label={t("plan.model.stressMean")} hint={t("plan.model.stressMean.why")} lens={part(lens, "stressMean")} required />
      <DecimalField label={t("plan.model.stressSd")} hint={t("plan.model.stressSd.why")} lens={part(lens, "stressSd")} suffix={t("plan.unit.times")} required />
    </>
  );
}

function Classes() {
  const editing = useEditing();
  const { t } = useWords();
  const { plan, commit } = editing;
  const classes = living(plan.assumptions.classes);
  const gone = archived(plan.assumptions.classes);
  const known = classes.map(([id]) => id);
  const add = () => {
    const name = t("plan.class.new");
    const record: Class = { sort: last(plan.assumptions.classes), name, real: { mean: 0.03, sd: 0.1 } };
    void commit("edit.add", { name }, patchAt(["assumptions", "classes", newId()], record));
  };
  return (
    <div>
      {classes.map(([id, record]) => (
        <ClassRow key={id} id={id} colour={classColour(known, id)} lens={lensAt<Class>(editing, ["assumptions", "classes", id], "edit.assumptions.class", record.name ?? "")} />
      ))}
      <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} data-add="classes" onClick={add}>
        {t("plan.class.add")}
      </Button>
      {gone.map(([id, record]) => (
        <Button edits key={id} look="quiet" size="small" onClick={() => void commit("edit.restore", { name: nameOf({ t }, record) }, patchAt(["assumptions", "classes", id, "archived"], undefined))}>
          {t("plan.restore")}: {nameOf({ t }, record)}
        </Button>
      ))}
    </div>
  );
}

function ClassRow({ id, colour, lens }: { id: string; colour: string; lens: Lens<Class> }) {
  const { commit } = useEditing();
  const words = useWords();
  const { t } = words;
  const record = lens.value;
  const name = nameOf(words, record);
  const real = part(lens, "real");
  return (
    <div className={styles.classRow} data-pointer={lens.pointer} role="group" aria-label={name}>
      <div className={styles.classHead}>
        <span className={styles.className}>
          <span className={fieldStyles.swatch} style={{ background: colour }} aria-hidden />
          {name}
        </span>
        <IconButton edits label={`${t("plan.archive")}: ${name}`} size="small" onClick={() => void commit("edit.archive", { name }, patchAt(["assumptions", "classes", id, "archived"], true))}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <Grid dense>
        <RateField label={t("plan.class.mean")} lens={part(real, "mean")} required />
        <RateField label={t("plan.class.sd")} lens={part(real, "sd")} required />
        <RateField label={t("plan.class.yield")} lens={part(lens, "yield")} />
        <More>
          <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
          <OptionalChoice label={t("plan.class.kind")} hint={t("plan.class.kind.why")} lens={part(real, "kind")} none={t("plan.class.kind.geometric")} options={[{ value: "arithmetic", label: t("plan.class.kind.arithmetic") }]} />
          <OptionalChoice label={t("plan.class.yieldAs")} lens={part(lens, "yieldAs")} none={t("plan.tax.dividends")} options={[{ value: "interest", label: t("plan.tax.interest") }]} />
          <OptionalChoice label={t("plan.class.history")} hint={t("plan.class.history.why")} lens={part(lens, "history")} none={t("plan.nothing")} options={HISTORY.map((value) => ({ value, label: t(`plan.history.${value}`) }))} />
          <TextField label={t("plan.class.source")} lens={part(lens, "source")} />
          <MonthField label={t("plan.asOf")} lens={part(lens, "asOf")} />
        </More>
      </Grid>
    </div>
  );
}

function InflationField({ lens }: { lens: Lens<Assumptions> }) {
  const { t } = useWords();
  const inflation = part(lens, "inflation", "edit.assumptions.inflation");
  const wage = orElse(part(lens, "wage", "edit.assumptions.inflation"), { mean: 0 });
  return (
    <Grid dense>
      <RateField label={t("plan.inflation.mean")} lens={part(inflation, "mean")} required />
      <RateField label={t("plan.inflation.sd")} lens={part(inflation, "sd")} required />
      <DecimalField label={t("plan.inflation.ar1")} hint={t("plan.inflation.ar1.why")} lens={part(inflation, "ar1")} />
      <Spreads lens={orElse(part(inflation, "spreads"), {})} />
      <RateField label={t("plan.wage.mean")} hint={t("plan.wage.why")} lens={part(wage, "mean")} />
      <RateField label={t("plan.wage.sd")} lens={part(wage, "sd")} />
    </Grid>
  );
}

/** Prices that rise faster or slower than the rest. */
function Spreads({ lens }: { lens: Lens<{ [index: string]: number }> }) {
  const { t } = useWords();
  const names = Object.keys(lens.value);
  const offered = ["health", "education", "rent", "care"].filter((name) => !names.includes(name));
  return (
    <Group label={t("plan.spreads")} pointer={lens.pointer} hint={t("plan.spreads.why")} reach="exact">
      <Grid>
        {names.map((name) => (
          <RateField key={name} label={indexName({ t }, name)} lens={part(lens, name)} />
        ))}
      </Grid>
      <div className={fieldStyles.row}>
        {offered.map((name) => (
          <Button edits key={name} look="quiet" size="small" icon={<Plus size={16} aria-hidden />} onClick={() => lens.set({ ...lens.value, [name]: 0.01 })}>
            {indexName({ t }, name)}
          </Button>
        ))}
      </div>
    </Group>
  );
}

function CorrField({ lens }: { lens: Lens<Corr> }) {
  const { t, plan } = useWords();
  const { problems } = useEditing();
  const corr = lens.value;
  const order = matrixOrder(corr, living(plan.assumptions.classes).map(([id]) => id));
  const said = useSaid(lens.pointer);
  const note = useId();
  const cell = (a: string, b: string) => `${lens.pointer}/m/${corr.order.indexOf(a)}/${corr.order.indexOf(b)}`;
  const wrong = (a: string, b: string) => concern(problems, cell(a, b)) || concern(problems, cell(b, a)); // they are one input
  const name = (id: string) => corrName(plan, t, id);
  return (
    <div data-pointer={lens.pointer}>
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visuallyHidden">{t("plan.corr")}</span>
              </th>
              {order.map((id) => (
                <th key={id} scope="col">
                  {name(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((row, i) => (
              <tr key={row}>
                <th scope="row">{name(row)}</th>
                {order.map((column, j) => (
                  <td key={column} data-pointer={cell(row, column)}>
                    {j < i ? (
                      <Said by={wrong(row, column) ? note : undefined} wrong={wrong(row, column)}>
                        <DecimalInput label={t("plan.corr.pair", { a: name(row), b: name(column) })} value={correlation(corr, row, column)} onCommit={(value) => lens.set(withCorrelation(corr, row, column, value ?? 0))} />
                        <PassportMark small pointer={cell(row, column)} />
                      </Said>
                    ) : (
                      <span className={i === j ? styles.diagonal : styles.mirror}>{String(correlation(corr, row, column)).replace("-", "−")}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Notes id={note} {...said} />
    </div>
  );
}

function corrName(plan: Plan, t: ReturnType<typeof useWords>["t"], id: string): string {
  if (id === "inflation") return t("plan.inflation");
  if (id === "wage") return t("plan.wage");
  return nameOf({ t }, plan.assumptions.classes[id] ?? { name: id });
}

/** When lives end: at the ages given, by a table, or differently in each future. */
function LongevityField({ lens }: { lens: Lens<Longevity> }) {
  const { t } = useWords();
  const words = usePickerWords();
  const of = (kind: Longevity["kind"]): Longevity => ({ ...lens.value, kind });
  return (
    <Grid>
      <Group label={t("plan.longevity")} pointer={lens.pointer} reach="exact" quiet>
        <Picker
          label={t("plan.longevity")}
          value={lens.value.kind}
          words={words}
          options={LONGEVITIES.map((value) => ({ value, name: t(`plan.longevity.${value}`), about: t(`plan.longevity.${value}.why`), use: t(`plan.longevity.${value}.use`) }))}
          onTry={(next) => lens.preview(next === null ? lens.value : of(next))}
          onChoose={(next) => lens.set(of(next))}
        />
        <PassportMark pointer={lens.pointer + "/kind"} />
      </Group>
    </Grid>
  );
}

/** How many futures, and which. */
function RunField({ lens }: { lens: Lens<RunDefaults> }) {
  const { t } = useWords();
  return (
    <Grid>
      <NumberField label={t("plan.run.paths")} hint={t("plan.run.paths.why")} lens={part(lens, "paths")} {...bounds.paths} />
      <NumberField label={t("plan.run.seed")} hint={t("plan.run.seed.why")} lens={part(lens, "seed")} max={Number.MAX_SAFE_INTEGER} />
      <More>
        <ChoiceField label={t("plan.run.sampling")} hint={t("plan.run.sampling.why")} lens={orElse(part(lens, "sampling"), "auto")} options={(["auto", "plain", "quasi"] as const).map((value) => ({ value, label: t(`plan.run.sampling.${value}`) }))} />
        <SwitchField label={t("plan.run.antithetic")} hint={t("plan.run.antithetic.why")} lens={part(lens, "antithetic")} wide />
      </More>
    </Grid>
  );
}

/** Rates of exchange, typed by hand. */
function Rates() {
  const editing = useEditing();
  const locked = useLocked();
  const { sees } = usePowers();
  const { t } = useWords();
  const { plan, commit } = editing;
  const pairs = Object.keys(plan.fx ?? {});
  if (!sees("accounts")) return null; // rates belong to the accounts
  const codeOf = (typed: string) => typed.trim().toUpperCase();
  const check = (typed: string) => {
    const code = codeOf(typed);
    if (code === "") return "";
    if (!/^[A-Z]{3}$/.test(code)) return t("plan.fx.code");
    if (code === plan.currency) return t("plan.fx.own", { code });
    return pairs.includes(`${code}/${plan.currency}`) ? t("plan.fx.there", { code }) : "";
  };
  const add = (typed: string) => {
    const code = codeOf(typed);
    if (code) void commit("edit.fx", undefined, patchAt(["fx", `${code}/${plan.currency}`], { rate: "1", asOf: plan.start, source: "manual" }));
  };
  return (
    <Group label={t("plan.fx")} pointer="/fx" hint={t("plan.fx.why")} reach="exact">
      <Grid>
        {pairs.map((pair) => {
          const rate = lensAt<string>(editing, ["fx", pair, "rate"], "edit.fx");
          return (
            <Frame key={pair} label={pair} pointer={toPointer(["fx", pair])}>
              <DecimalInput value={Number(rate.value)} required onCommit={(n) => n !== null && rate.set(String(n))} />
            </Frame>
          );
        })}
        {!locked && (
          <Frame label={t("plan.fx.add")} pointer="/fx/-">
            <TextInput key={pairs.length} value="" placeholder="EUR" check={check} onCommit={add} />
          </Frame>
        )}
      </Grid>
    </Group>
  );
}
