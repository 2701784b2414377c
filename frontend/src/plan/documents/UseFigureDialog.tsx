// A figure of a document on its way into the plan: which field takes it, what that changes,
// and one change that can be undone.
import { ArrowRight } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Per, Source } from "../../api/types";
import { percentDigits } from "../../format/number";
import { formatMonth } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import type { FigureUse } from "../../shell/figureUse";
import { usePlanSession } from "../../shell/planSession";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { MonthInput, Select } from "../../ui/Inputs";
import { Money } from "../../ui/Money";
import { Note } from "../../ui/Note";
import { stayOnEnter } from "../../ui/stayOnEnter";
import { useToast } from "../../ui/Toast";
import { useTyped } from "../../ui/useTyped";
import { recordsOf } from "../collection";
import type { Plan } from "../document";
import { momentWords, nameOf } from "../words";
import { countsIn, meantFirst, patchFor, taken, targetsFor, type Target, type Terms, type Value } from "./targets";
import styles from "./UseFigureDialog.module.css";

const scales = [1, 1e3, 1e4, 1e6, 1e8, 1e9] as const;

/** What is chosen for a figure, and not taken yet. */
interface Choice {
  pointer: string;
  terms: Terms;
}

export default function UseFigureDialog({ figure, onClose }: { figure: FigureUse; onClose: () => void }) {
  const t = useText();
  const session = usePlanSession();
  const { toast } = useToast();
  const plan = session.state.plan as Plan;
  const { targets, only } = useMemo(() => meantFirst(targetsFor(plan, figure.reading.kind), figure.field), [plan, figure.reading.kind, figure.field]);
  const [start] = useState<Choice>({ pointer: only?.pointer ?? "", terms: { scale: figure.scale, ...termsOf(only) } });
  const [{ pointer, terms }, change, forget] = useTyped(`use.${figure.document.id}.${figure.page}.${JSON.stringify(figure.reading)}`, start);
  const close = () => {
    forget();
    onClose();
  };
  const target = targets.find((one) => one.pointer === pointer);
  const value = target && taken(plan, target, figure.reading, terms);
  const foreign = target && value ? strange(plan, target, value) : null;
  const choose = (next: Target) => change({ pointer: next.pointer, terms: { ...terms, ...termsOf(next) } });
  const keep = () => {
    if (!target || !value) return;
    const name = nameOf({ t }, recordsOf(plan, target.collection)[target.record]);
    const source: Source = { kind: "document", docId: figure.document.id, page: figure.page, ...(figure.quoteHash ? { quoteHash: figure.quoteHash } : {}) };
    close();
    void session.edit({ key: "edit.document", args: { name } }, patchFor(target, value, source)).then((kept) => {
      if (kept) toast({ text: t("use.done", { name, n: figure.page }), act: { label: t("plan.undo"), run: () => void session.undo() } });
    });
  };
  const atOnce = useRef(figure.accepted === true && only !== undefined && foreign === null);
  useEffect(() => {
    if (!atOnce.current) return;
    atOnce.current = false;
    keep();
  });
  if (figure.accepted && only && !foreign) return null;
  return (
    <Dialog
      open
      onClose={close}
      title={t("use.title")}
      actions={
        <>
          <Button onClick={close}>{t("use.cancel")}</Button>
          <Button look="primary" type="submit" form="use-figure" why={foreign ? t("use.currency", foreign) : !value && t("why.field")}>
            {t("use.do")}
          </Button>
        </>
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears what its fields hear */}
      <form
        id="use-figure"
        className={styles.body}
        onKeyDown={stayOnEnter}
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <p className={styles.from}>{t("use.from", { what: figure.text, title: figure.document.title, n: figure.page })}</p>
        <Targets targets={targets} plan={plan} kind={figure.reading.kind} chosen={pointer} onChoose={choose} />
        {target && value && (
          <>
            <More kind={value.kind} target={target} terms={terms} onChange={(next) => change({ pointer, terms: next })} />
            <BeforeAfter before={target.now} after={value} foreign={foreign} />
          </>
        )}
      </form>
    </Dialog>
  );
}

/** How often the field's amount comes, and since when it is what it is. */
function termsOf(target: Target | undefined): Pick<Terms, "per" | "asOf"> {
  const amount = target?.now?.kind === "amount" ? target.now.amount : undefined;
  return { per: amount?.per, asOf: amount?.asOf };
}

/** The two currencies, when the document's is none that the plan counts in. */
function strange(plan: Plan, target: Target, value: Value): { document: string; field: string } | null {
  if (value.kind !== "amount" || !value.amount.cur || countsIn(plan, value.amount.cur)) return null;
  return { document: value.amount.cur, field: (target.now?.kind === "amount" ? target.now.amount.cur : undefined) ?? plan.currency };
}

interface TermsProps {
  terms: Terms;
  onChange: (terms: Terms) => void;
}

function Scale({ terms, onChange }: TermsProps) {
  const t = useText();
  return (
    <Field label={t("use.scale")}>
      <Select value={String(terms.scale)} options={scales.map((scale) => ({ value: String(scale), label: t(`use.scale.${scale}`) }))} onChange={(scale) => onChange({ ...terms, scale: Number(scale) })} />
    </Field>
  );
}

interface TargetsProps {
  targets: readonly Target[];
  plan: Plan;
  kind: Value["kind"];
  chosen: string;
  onChoose: (target: Target) => void;
}

function Targets({ targets, plan, kind, chosen, onChoose }: TargetsProps) {
  const t = useText();
  const [wanted, setWanted] = useState("");
  const said = (target: Target) => `${nameOf({ t }, recordsOf(plan, target.collection)[target.record])} ${t(target.label)}`;
  if (targets.length === 0) return <Note tone="warning">{t(`use.none.${kind}`)}</Note>;
  const shown = targets.filter((target) => said(target).toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <fieldset className={styles.targets}>
      <legend>{t("use.field")}</legend>
      <input type="search" className={styles.search} aria-label={t("use.search")} placeholder={t("use.search")} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      <div className={styles.list}>
        {shown.map((target) => (
          <label key={target.pointer} className={styles.target}>
            <input type="radio" name="target" checked={target.pointer === chosen} onChange={() => onChoose(target)} />
            <span className={styles.name}>
              {nameOf({ t }, recordsOf(plan, target.collection)[target.record])} <small>{t(target.label)}</small>
            </span>
            <span className={styles.now}>{target.now && <Shown value={target.now} plan={plan} />}</span>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.none}>{t("use.none")}</p>}
      </div>
    </fieldset>
  );
}

const periods: readonly Per[] = ["month", "year"];

/** The unit of an amount, how often it comes, and since when a balance is what it is. */
function More({ kind, target, terms, onChange }: TermsProps & { kind: Value["kind"]; target: Target }) {
  const t = useText();
  const amount = target.now?.kind === "amount" ? target.now.amount : undefined;
  const repeats = amount?.per !== undefined && periods.includes(amount.per);
  if (kind !== "amount") return null;
  return (
    <div className={styles.more}>
      <Scale terms={terms} onChange={onChange} />
      {repeats && (
        <Field label={t("use.per")}>
          <Select value={terms.per ?? "month"} options={periods.map((value) => ({ value, label: t(`plan.per.${value}`) }))} onChange={(per) => onChange({ ...terms, per })} />
        </Field>
      )}
      {amount?.asOf && (
        <Field label={t("use.asOf")}>
          <MonthInput label={t("use.asOf")} value={terms.asOf ?? null} onCommit={(asOf) => onChange({ ...terms, asOf })} />
        </Field>
      )}
    </div>
  );
}

function BeforeAfter({ before, after, foreign }: { before: Value | undefined; after: Value; foreign: ReturnType<typeof strange> }) {
  const t = useText();
  const { state } = usePlanSession();
  const plan = state.plan as Plan;
  return (
    <div className={styles.change} role="status">
      <div>
        <span>{t("use.before")}</span>
        {before ? <Shown value={before} plan={plan} /> : t("diff.none")}
      </div>
      <ArrowRight size={18} aria-hidden />
      <div>
        <span>{t("use.after")}</span>
        <strong>
          <Shown value={after} plan={plan} />
        </strong>
      </div>
      {foreign && (
        <Note tone="error" alert>
          {t("use.currency", foreign)}
        </Note>
      )}
      {same(before, after) && <p>{t("use.same")}</p>}
    </div>
  );
}

const same = (before: Value | undefined, after: Value) => JSON.stringify(before) === JSON.stringify(after);

function Shown({ value, plan }: { value: Value; plan: Plan }) {
  const t = useText();
  const locale = useLocale();
  if (value.kind === "rate") return <>{`${percentDigits(value.rate).replace("-", "−")}%`}</>;
  if (value.kind === "month") return <>{value.ref && value.ref.at !== "month" ? momentWords({ t, locale, plan }, value.ref) : formatMonth(value.month ?? "", locale)}</>;
  const { amt, cur, per } = value.amount;
  return (
    <>
      <Money value={amt} currency={cur ?? plan.currency} />
      {(per === "month" || per === "year") && ` ${t(`plan.per.${per}`)}`}
    </>
  );
}
