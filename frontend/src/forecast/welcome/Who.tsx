import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { createPlan, editPlan, freshOp, getPlan } from "../../api/plans";
import { useLocale, useText } from "../../i18n/text";
import { usePreferences } from "../../shell/preferences";
import { useRefusal } from "../../shell/useRefusal";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { MonthInput, Select, TextInput } from "../../ui/Inputs";
import { MoneyProvider, useMoneyText } from "../../ui/Money";
import { Segmented } from "../../ui/Segmented";
import { Switch } from "../../ui/Switch";
import { bandStarts, currencies, firstPartner, inCurrency, inRegion, planOf, type Answers, type Person, type Region } from "./answers";
import { fields } from "./fields";
import { Frame, Progress } from "./Frame";
import { Horizon } from "./Horizon";
import styles from "./Welcome.module.css";

/** The first question. Its answer makes the plan that the other questions shape. */
export function Who({ answers, change, plan }: { answers: Answers; change: (answers: Answers) => void; plan: string | null }) {
  const t = useText();
  const go = useNavigate();
  const locale = useLocale();
  const { settings } = usePreferences();
  const keep = useKeep(answers, plan);
  const { me, partner } = answers;
  const set = (part: Partial<Person>) => change({ ...answers, me: { ...me, ...part } });
  const setPartner = (part: Partial<Person>) => partner && change({ ...answers, partner: { ...partner, ...part } });
  return (
    <MoneyProvider view={{ locale, privacy: settings.privacy, currency: answers.currency }}>
      <Frame>
        <Horizon />
        <main className={`${styles.stage} ${styles.alone}`}>
          <form
            className={styles.question}
            onSubmit={(event) => {
              event.preventDefault();
              keep.run();
            }}
          >
            <Progress step={1} />
            <h1 className={styles.ask}>{t("welcome.who.h1")}</h1>
            <p className={styles.why}>{t("welcome.who.text")}</p>
            <div className={styles.fields}>
              <div className={styles.two}>
                <Field label={t("welcome.name")} error={keep.wrong.name}>
                  <TextInput autoFocus value={me.name} onCommit={(name) => set({ name })} onType={(name) => set({ name })} placeholder={t("welcome.name.default")} />
                </Field>
                <Field label={t("welcome.birth")} error={keep.wrong.birth}>
                  <MonthInput value={me.birth} onCommit={(birth) => set({ birth })} />
                </Field>
              </div>
              <Switch label={t("welcome.partner")} checked={partner !== null} onChange={(on) => change({ ...answers, partner: on ? firstPartner(answers) : null })} />
              {partner && (
                <div className={styles.two}>
                  <Field label={t("welcome.partner.name")} error={keep.wrong.partnerName}>
                    <TextInput value={partner.name} onCommit={(name) => setPartner({ name })} onType={(name) => setPartner({ name })} placeholder={t("welcome.partner.default")} />
                  </Field>
                  <Field label={t("welcome.partner.birth")} error={keep.wrong.partnerBirth}>
                    <MonthInput value={partner.birth} onCommit={(birth) => setPartner({ birth })} />
                  </Field>
                </div>
              )}
              <Where answers={answers} change={change} wrong={keep.wrong.currency} />
            </div>
            {keep.trouble && (
              <p className={styles.error} role="alert">
                {keep.trouble}
              </p>
            )}
            <div className={styles.acts}>
              <Button look="quiet" onClick={() => void go("/welcome")}>
                {t("app.back")}
              </Button>
              <Button look="primary" type="submit" busy={keep.busy}>
                {t("welcome.next")}
              </Button>
            </div>
          </form>
        </main>
      </Frame>
    </MoneyProvider>
  );
}

function Where({ answers, change, wrong }: { answers: Answers; change: (answers: Answers) => void; wrong: string | undefined }) {
  const t = useText();
  const regions = (["us", "kr", "other"] as const).map((r) => ({ value: r, label: t(`welcome.region.${r}`) }));
  const choose = (region: Region) => change(inRegion(answers, region, new Date().getFullYear()));
  return (
    <>
      <div className={styles.where}>
        <p>{t("welcome.region")}</p>
        <Segmented wide label={t("welcome.region")} value={answers.region} onChange={choose} options={regions} />
      </div>
      {answers.region === "other" && (
        <Field label={t("welcome.currency")} error={wrong}>
          <Select value={currencies.find((c) => c === answers.currency) ?? "EUR"} onChange={(currency) => change(inCurrency(answers, currency))} options={currencies.map((c) => ({ value: c, label: c }))} />
        </Field>
      )}
      <Taxes answers={answers} change={change} />
    </>
  );
}

/** What the engine has today; the plan's Taxes change it at any time. */
function Taxes({ answers, change }: { answers: Answers; change: (answers: Answers) => void }) {
  const t = useText();
  const money = useMoneyText();
  const options = (["flat", "bands", "none"] as const).map((tax) => ({ value: tax, label: t(`welcome.tax.${tax}`) }));
  const [second, third] = bandStarts(answers).map((amt) => money(Number(amt)));
  return (
    <div className={styles.where}>
      <p>{t("welcome.tax")}</p>
      <Segmented wide label={t("welcome.tax")} value={answers.tax} onChange={(tax) => change({ ...answers, tax })} options={options} />
      <p className={styles.small}>{answers.tax === "bands" ? t("welcome.tax.bands.why", { second: second ?? "", third: third ?? "" }) : t(`welcome.tax.${answers.tax}.why`)}</p>
    </div>
  );
}

/** Makes the plan, or changes the one that was made before "back". */
function useKeep(answers: Answers, plan: string | null) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const refusal = useRefusal(fields);
  const made = useRef(plan);
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    refusal.clear();
    try {
      // A second try goes on with the plan that the first one made.
      const draft = made.current ? await getPlan(made.current) : await createPlan({ from: "blank" });
      made.current = draft.id;
      await editPlan(draft.id, { base: draft.revision, op: freshOp() }, { key: "edit.welcome" }, planOf(answers, draft.plan.start, locale, t));
      await go(`/welcome/2?plan=${draft.id}`);
    } catch (thrown) {
      refusal.take(thrown);
      setBusy(false);
    }
  };
  return { busy, wrong: refusal.at, trouble: refusal.rest, run: () => void keep() };
}
