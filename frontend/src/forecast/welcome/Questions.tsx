import { useState } from "react";
import { useNavigate } from "react-router";
import { formatPercent } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { usePlanSession, useShowsRefusals } from "../../shell/planSession";
import { sorted } from "../../shell/refusal";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { MoneyInput } from "../../ui/Inputs";
import { Money } from "../../ui/Money";
import { Note } from "../../ui/Note";
import { Slider } from "../../ui/Slider";
import { planOf, spendingLater, spendingNow, stateAge, statePension, youngest, type Answers, type Person } from "./answers";
import { fields, type Wrong } from "./fields";
import { Frame, Progress } from "./Frame";
import { Picture } from "./Picture";
import styles from "./Welcome.module.css";

export const lastStep = 5;

interface AskProps {
  answers: Answers;
  /** Keeps what is typed and shows what it does. */
  change: (answers: Answers) => void;
  /** What the plan check says of the answers. */
  wrong: Wrong;
}

const asks = { 2: Earn, 3: Have, 4: Cost, 5: Free } as const;
const titles = { 2: "earn", 3: "have", 4: "cost", 5: "free" } as const;

/** Questions two to five, with the fan beside them following every answer. */
export function Questions({ step, answers, change }: Omit<AskProps, "wrong"> & { step: number }) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const { state, edit, preview, refused, problems, dismiss } = usePlanSession();
  useShowsRefusals();
  const errors = refused ? problems.filter(({ severity }) => severity === "error") : [];
  const wrong = errors.length > 0 ? sorted(fields, { code: "", problems: errors }, t("welcome.refused"), "", locale) : undefined;
  const [busy, setBusy] = useState(false);
  const at = step as keyof typeof asks;
  const Ask = asks[at];
  const start = state.plan.start;
  const show = (next: Answers) => {
    change(next);
    preview(planOf(next, start, locale, t));
  };
  const keep = async () => {
    setBusy(true);
    dismiss(); // the next answer takes the place of a refused one
    const patch = planOf(answers, start, locale, t);
    // The last answer makes it a plan: from then on it is not listed as left half way, even if nothing else changed.
    const kept = await (step === lastStep ? edit({ key: "edit.welcome.done" }, { ...patch, meta: { created: new Date().toISOString() } }) : edit({ key: "edit.welcome" }, patch));
    setBusy(false);
    if (kept) await go(`/welcome/${step === lastStep ? "done" : step + 1}?plan=${state.id}`);
  };
  return (
    <Frame>
      <main className={styles.stage}>
        <form
          key={step}
          className={styles.question}
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <Progress step={step} />
          <h1 className={styles.ask}>{t(`welcome.${titles[at]}.h1`)}</h1>
          <p className={styles.why}>{t(`welcome.${titles[at]}.text`)}</p>
          <div className={styles.fields}>
            <Ask answers={answers} change={show} wrong={wrong?.at ?? {}} />
          </div>
          {wrong?.rest && (
            <p className={styles.error} role="alert">
              {wrong.rest}
            </p>
          )}
          <div className={styles.acts}>
            <Button look="quiet" onClick={() => void go(`/welcome/${step - 1}?plan=${state.id}`)}>
              {t("app.back")}
            </Button>
            <Button look="primary" type="submit" busy={busy}>
              {t(step === lastStep ? "welcome.finish" : "welcome.next")}
            </Button>
          </div>
        </form>
        <Picture />
      </main>
    </Frame>
  );
}

function Earn({ answers, change, wrong }: AskProps) {
  const t = useText();
  const { me, partner, currency } = answers;
  const pay = (p: Person, name: string) => (partner ? t("welcome.pay.of", { name: p.name || name }) : t("welcome.pay"));
  return (
    <>
      <Field label={pay(me, t("welcome.name.default"))} error={wrong.pay}>
        <MoneyInput autoFocus value={me.pay} currency={currency} per={t("welcome.month")} onType={(v) => change({ ...answers, me: { ...me, pay: v } })} onCommit={(v) => change({ ...answers, me: { ...me, pay: v ?? "0" } })} />
      </Field>
      {partner && (
        <Field label={pay(partner, t("welcome.partner.default"))} error={wrong.partnerPay}>
          <MoneyInput value={partner.pay} currency={currency} per={t("welcome.month")} onType={(v) => change({ ...answers, partner: { ...partner, pay: v } })} onCommit={(v) => change({ ...answers, partner: { ...partner, pay: v ?? "0" } })} />
        </Field>
      )}
      <Field label={t("welcome.keep")}>
        <MoneyInput value={answers.keep} currency={currency} per={t("welcome.month")} onType={(v) => change({ ...answers, keep: v })} onCommit={(v) => change({ ...answers, keep: v ?? "0" })} />
      </Field>
    </>
  );
}

function Have({ answers, change, wrong }: AskProps) {
  const t = useText();
  const locale = useLocale();
  const { total, cashShare, pensionShare, currency } = answers;
  const invested = Math.max(0, 1 - cashShare - pensionShare);
  const percent = (v: number) => formatPercent(v / 100, locale);
  const setCash = (v: number) => change({ ...answers, cashShare: v / 100, pensionShare: Math.min(pensionShare, 1 - v / 100) });
  const setPension = (v: number) => change({ ...answers, pensionShare: v / 100, cashShare: Math.min(cashShare, 1 - v / 100) });
  const parts = [
    { name: t("welcome.cash"), share: cashShare, look: styles.key1 },
    { name: t("welcome.invested"), share: invested, look: styles.key2 },
    { name: t("welcome.pension"), share: pensionShare, look: styles.key3 },
  ];
  return (
    <>
      <Field label={t("welcome.total")} error={wrong.total}>
        <MoneyInput autoFocus value={total} currency={currency} onType={(v) => change({ ...answers, total: v })} onCommit={(v) => change({ ...answers, total: v ?? "0" })} />
      </Field>
      <div className={styles.parts} aria-hidden>
        {parts.map((p) => (
          <span key={p.name} style={{ width: `${p.share * 100}%` }} />
        ))}
      </div>
      {parts.map((p) => (
        <div key={p.name} className={styles.splitHead}>
          <span>
            <i className={`${styles.key} ${p.look}`} aria-hidden />
            {p.name}
          </span>
          <b>
            <Money value={Number(total) * p.share} style="round" />
          </b>
        </div>
      ))}
      <div className={styles.split}>
        <span className={styles.small}>{t("welcome.split.cash")}</span>
        <Slider label={t("welcome.split.cash")} value={Math.round(cashShare * 100)} min={0} max={100} step={5} say={percent} onMove={setCash} onCommit={setCash} />
        <span className={styles.small}>{t("welcome.split.pension")}</span>
        <Slider label={t("welcome.split.pension")} value={Math.round(pensionShare * 100)} min={0} max={100} step={5} say={percent} onMove={setPension} onCommit={setPension} />
      </div>
    </>
  );
}

function Cost({ answers, change, wrong }: AskProps) {
  const t = useText();
  return (
    <>
      <Field label={t("welcome.now")} error={wrong.now}>
        <MoneyInput autoFocus value={spendingNow(answers)} currency={answers.currency} per={t("welcome.month")} onType={(now) => change({ ...answers, now })} onCommit={(now) => change({ ...answers, now })} />
      </Field>
      <Field label={t("welcome.later")} error={wrong.later}>
        <MoneyInput value={spendingLater(answers)} currency={answers.currency} per={t("welcome.month")} onType={(later) => change({ ...answers, later })} onCommit={(later) => change({ ...answers, later })} />
      </Field>
    </>
  );
}

function Free({ answers, change, wrong }: AskProps) {
  const t = useText();
  const { me, partner, currency, age } = answers;
  const name = me.name || t("welcome.name.default");
  const [thisYear] = useState(() => new Date().getFullYear());
  const hint = t("welcome.state.hint", { age: stateAge(answers) });
  const move = (v: number) => change({ ...answers, age: v });
  return (
    <>
      <div className={styles.bigAge}>{t("welcome.age.say", { name, age })}</div>
      <Slider label={t("welcome.age")} value={age} min={youngest(answers, thisYear)} max={75} step={1} say={(v) => t("welcome.age.say", { name, age: v })} onMove={move} onCommit={move} />
      {wrong.age && (
        <Note tone="error" alert>
          {wrong.age}
        </Note>
      )}
      <Field label={partner ? t("welcome.state.of", { name }) : t("welcome.state")} hint={hint} error={wrong.state}>
        <MoneyInput value={statePension(answers, me)} currency={currency} per={t("welcome.month")} onType={(state) => change({ ...answers, me: { ...me, state } })} onCommit={(state) => change({ ...answers, me: { ...me, state } })} />
      </Field>
      {partner && (
        <Field label={t("welcome.state.of", { name: partner.name || t("welcome.partner.default") })} error={wrong.partnerState}>
          <MoneyInput value={statePension(answers, partner)} currency={currency} per={t("welcome.month")} onType={(state) => change({ ...answers, partner: { ...partner, state } })} onCommit={(state) => change({ ...answers, partner: { ...partner, state } })} />
        </Field>
      )}
    </>
  );
}
