import { useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Shield } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { archivePlan, createPlan, getPlan, listPlans, restorePlan, unfinished } from "../../api/plans";
import type { PlanSummary } from "../../api/types";
import { useLocale, useText } from "../../i18n/text";
import { useFaultWords } from "../../shell/useFaultWords";
import { usePlanFiles } from "../../shell/usePlanFiles";
import { Button } from "../../ui/Button";
import { Badge } from "../../ui/Card";
import { classes } from "../../ui/classes";
import { Popover } from "../../ui/Popover";
import { useToast } from "../../ui/Toast";
import { answersOf, firstAnswers, type Answers } from "./answers";
import { Frame } from "./Frame";
import { Horizon } from "./Horizon";
import styles from "./Welcome.module.css";

/** Three ways in. */
export function Doors({ plans, begin }: { plans: readonly PlanSummary[]; begin: (answers: Answers) => void }) {
  const t = useText();
  const go = useNavigate();
  const files = usePlanFiles();
  const demo = useDemo();
  const locale = useLocale();
  const left = plans.filter(unfinished);
  const questions = () => {
    // Who can go on with what was begun means something new by beginning.
    if (left.length > 0) begin(firstAnswers(locale === "ko" ? "kr" : "us", new Date().getFullYear()));
    void go("/welcome/1");
  };
  return (
    <Frame>
      <Horizon />
      <main className={styles.doors}>
        <h1 className={styles.h1}>{t("welcome.h1")}</h1>
        <p className={styles.lede}>{t("welcome.lede")}</p>
        {left.map((plan) => (
          <Left key={plan.id} plan={plan} begin={begin} />
        ))}
        <ul className={styles.list}>
          <Door first name={t("welcome.door.questions")} text={t("welcome.door.questions.text")} onOpen={questions} />
          <Door name={t("welcome.door.demo")} text={t("welcome.door.demo.text")} onOpen={demo.open} />
          <Door name={t("welcome.door.open")} text={t("welcome.door.open.text")} onOpen={files.open} />
        </ul>
        {demo.trouble && (
          <p className={styles.error} role="alert">
            {demo.trouble}
          </p>
        )}
        <p className={styles.private}>
          <Shield size={16} aria-hidden />
          {t("welcome.private")}
          <Popover
            align="start"
            label={t("local.title")}
            trigger={
              <button type="button" className={styles.link}>
                {t("welcome.private.how")}
              </button>
            }
          >
            <p className={styles.pop}>{t("local.text", { host: window.location.host })}</p>
          </Popover>
        </p>
        {plans.some((p) => !unfinished(p)) && (
          <p className={styles.private}>
            <Link to="/">{t("welcome.back")}</Link>
          </p>
        )}
      </main>
    </Frame>
  );
}

/** A first run that was left half way: go on with it, or put it away. */
function Left({ plan, begin }: { plan: PlanSummary; begin: (answers: Answers) => void }) {
  const t = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const words = useFaultWords();
  const { toast } = useToast();
  const again = () => queries.invalidateQueries({ queryKey: ["plans"] });
  const fail = (thrown: unknown) => toast({ text: words(thrown).title, tone: "bad" });
  const on = async () => {
    const state = await getPlan(plan.id);
    begin(answersOf(state.plan, new Date().getFullYear()));
    await go(`/welcome/2?plan=${plan.id}`);
  };
  const remove = async () => {
    await archivePlan(plan.id);
    await again();
    const back = () => void restorePlan(plan.id).then(again, fail);
    toast({ text: t("welcome.left.removed", { name: plan.name }), act: { label: t("bar.undo"), run: back } });
  };
  return (
    <section className={styles.left} aria-label={plan.name}>
      <div>
        <p className={styles.leftName}>
          {plan.name} <Badge tone="warn">{t("welcome.left")}</Badge>
        </p>
        <p className={styles.doorText}>{t("welcome.left.text")}</p>
      </div>
      <div className={styles.leftActs}>
        <Button onClick={() => void remove().catch(fail)}>{t("welcome.left.remove")}</Button>
        <Button look="primary" onClick={() => void on().catch(fail)}>
          {t("welcome.left.go")}
        </Button>
      </div>
    </section>
  );
}

function Door({ name, text, onOpen, first = false }: { name: string; text: string; onOpen: () => void; first?: boolean }) {
  return (
    <li>
      <button type="button" className={classes(styles.door, first && styles.first)} onClick={onOpen}>
        <span className={styles.doorName}>
          {name}
          <ArrowRight size={18} aria-hidden />
        </span>
        <span className={styles.doorText}>{text}</span>
      </button>
    </li>
  );
}

/** The demo of the reader's language: the one that is there, else a new one. */
function useDemo() {
  const locale = useLocale();
  const go = useNavigate();
  const queries = useQueryClient();
  const words = useFaultWords();
  const [trouble, setTrouble] = useState("");
  const open = async () => {
    const currency = locale === "ko" ? "KRW" : "USD";
    try {
      const plans = await listPlans();
      const there = plans.find((p) => p.demo && p.currency === currency);
      const id = there?.id ?? (await createPlan({ from: locale === "ko" ? "demo-kr" : "demo-us" })).id;
      await queries.invalidateQueries({ queryKey: ["plans"] });
      await go(`/h/${id}/today`);
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble([title, fix].filter(Boolean).join(" "));
    }
  };
  return { open: () => void open(), trouble };
}
