import { useState } from "react";
import { useNavigate } from "react-router";
import { createPlan, editPlan, getPlan } from "../../api/plans";
import { useLocale, useText } from "../../i18n/text";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { MonthInput, Select, TextInput } from "../../ui/Inputs";
import { Segmented } from "../../ui/Segmented";
import { Switch } from "../../ui/Switch";
import { firstPartner, inRegion, planOf, type Answers, type Person, type Region } from "./answers";
import { Frame, Progress } from "./Frame";
import { Horizon } from "./Horizon";
import styles from "./Welcome.module.css";

const currencies = ["EUR", "GBP", "JPY", "CAD", "AUD", "CHF", "SGD", "USD", "KRW"] as const;

/** The first question. Its answer makes the plan that the other questions shape. */
export function Who({ answers, change, plan }: { answers: Answers; change: (answers: Answers) => void; plan: string | null }) {
  const t = useText();
  const go = useNavigate();
  const keep = useKeep(answers, plan);
  const { me, partner } = answers;
  const set = (part: Partial<Person>) => change({ ...answers, me: { ...me, ...part } });
  const setPartner = (part: Partial<Person>) => partner && change({ ...answers, partner: { ...partner, ...part } });
  return (
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
              <Field label={t("welcome.name")}>
                <TextInput autoFocus value={me.name} onCommit={(name) => set({ name })} onType={(name) => set({ name })} placeholder={t("welcome.name.default")} />
              </Field>
              <Field label={t("welcome.birth")}>
                <MonthInput value={me.birth} onCommit={(birth) => set({ birth })} />
              </Field>
            </div>
            <Switch label={t("welcome.partner")} checked={partner !== null} onChange={(on) => change({ ...answers, partner: on ? firstPartner(answers) : null })} />
            {partner && (
              <div className={styles.two}>
                <Field label={t("welcome.partner.name")}>
                  <TextInput value={partner.name} onCommit={(name) => setPartner({ name })} onType={(name) => setPartner({ name })} placeholder={t("welcome.partner.default")} />
                </Field>
                <Field label={t("welcome.partner.birth")}>
                  <MonthInput value={partner.birth} onCommit={(birth) => setPartner({ birth })} />
                </Field>
              </div>
            )}
            <Where answers={answers} change={change} />
            <p className={styles.small}>{t("welcome.tax")}</p>
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
            <Button look="primary" type="submit" disabled={keep.busy}>
              {t("welcome.next")}
            </Button>
          </div>
        </form>
      </main>
    </Frame>
  );
}

function Where({ answers, change }: { answers: Answers; change: (answers: Answers) => void }) {
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
        <Field label={t("welcome.currency")}>
          <Select value={answers.currency} onChange={(currency) => change({ ...answers, currency })} options={currencies.map((c) => ({ value: c, label: c }))} />
        </Field>
      )}
    </>
  );
}

/** Makes the plan, or changes the one that was made before "back". */
function useKeep(answers: Answers, plan: string | null) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const words = useFaultWords();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const keep = async () => {
    setBusy(true);
    try {
      const draft = plan ? await getPlan(plan) : await createPlan({ from: "blank" });
      await editPlan(draft.id, draft.revision, { key: "edit.welcome" }, planOf(answers, draft.plan.start, locale, t));
      await go(`/welcome/2?plan=${draft.id}`);
    } catch (thrown) {
      const { title, fix, problems } = words(thrown);
      setTrouble([title, fix, ...problems].filter(Boolean).join(" "));
      setBusy(false);
    }
  };
  return { busy, trouble, run: () => void keep() };
}
