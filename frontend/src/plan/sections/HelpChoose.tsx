// Three questions that lead to a spending rule.
import { useId, useState } from "react";
import type { RuleKind } from "../../api/types";
import { Button } from "../../ui/Button";
import type { Choice } from "../../ui/Inputs";
import { useWords } from "../fields/choices";
import styles from "./HelpChoose.module.css";
import { ADJUST, type Answers, LATER, PURPOSE, suggest } from "./suggest";

/** Asks, and offers the rule that fits; trying shows what each would do. */
export function HelpChoose({ now, onTry, onChoose }: { now: string; onTry: (rule: RuleKind | null) => void; onChoose: (rule: RuleKind) => void }) {
  const { t } = useWords();
  const [answers, setAnswers] = useState<Partial<Answers>>({});
  const { adjust, purpose, later } = answers;
  const fitting = adjust && purpose && later ? suggest({ adjust, purpose, later }) : null;
  return (
    <div className={styles.help}>
      <Question label={t("plan.help.adjust")} answer={adjust} options={ADJUST.map((value) => ({ value, label: t(`plan.help.adjust.${value}`) }))} onAnswer={(value) => setAnswers({ ...answers, adjust: value })} />
      <Question label={t("plan.help.purpose")} answer={purpose} options={PURPOSE.map((value) => ({ value, label: t(`plan.help.purpose.${value}`) }))} onAnswer={(value) => setAnswers({ ...answers, purpose: value })} />
      <Question label={t("plan.help.later")} answer={later} options={LATER.map((value) => ({ value, label: t(`plan.help.later.${value}`) }))} onAnswer={(value) => setAnswers({ ...answers, later: value })} />
      <div aria-live="polite">
        {fitting ? (
          <ul className={styles.fitting}>
            {fitting.map((rule, i) => (
              <li key={rule} className={styles.fit}>
                <p className={styles.rank}>{t(i === 0 ? "plan.help.best" : "plan.help.next")}</p>
                <p className={styles.name}>{t(`plan.rule.${rule}`)}</p>
                <p className={styles.why}>{t(`plan.rule.${rule}.why`)}</p>
                <Button size="small" look={i === 0 ? "primary" : "secondary"} why={rule === now && t("plan.help.chosen")} onFocus={() => onTry(rule)} onBlur={() => onTry(null)} onClick={() => onChoose(rule)} aria-label={`${t("plan.help.choose")}: ${t(`plan.rule.${rule}`)}`}>
                  {t(rule === now ? "plan.help.chosen" : "plan.help.choose")}
                </Button>
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.why}>{t("plan.help.open")}</p>
        )}
      </div>
    </div>
  );
}

function Question<V extends string>({ label, answer, options, onAnswer }: { label: string; answer: V | undefined; options: readonly Choice<V>[]; onAnswer: (answer: V) => void }) {
  const name = useId();
  return (
    <fieldset className={styles.question}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input type="radio" name={name} checked={answer === option.value} onChange={() => onAnswer(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
