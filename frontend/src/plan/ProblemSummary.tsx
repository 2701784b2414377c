// Everything that is wrong in one place, each with a way to the control that mends it.
import { useLocale, useText } from "../i18n/text";
import { useEditing } from "./editing";
import { ancestors, problemsIn } from "./problems";
import styles from "./ProblemSummary.module.css";

export function ProblemSummary({ pointer }: { pointer: string }) {
  const { problems, unsaved } = useEditing();
  const locale = useLocale();
  const t = useText();
  const here = problemsIn(problems, pointer);
  if (here.length === 0) return null;
  const bad = here.some((problem) => problem.severity === "error");
  return (
    <div className={bad ? styles.bad : styles.warn} role={bad && !unsaved ? "alert" : undefined}>
      <ul className={styles.list}>
        {here.map((problem) => (
          <li key={problem.pointer + problem.code}>
            <button type="button" className={styles.go} onClick={() => focusField(problem.pointer)} title={t("plan.goToField")}>
              {problem.text[locale]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Puts the focus into the control of a value, or of the nearest thing around it that is on the page. */
function focusField(pointer: string): void {
  for (const at of ancestors(pointer)) {
    const place = document.querySelector(`[data-pointer="${CSS.escape(at)}"]`);
    const control = place?.querySelector<HTMLElement>("input, select, button, textarea, [tabindex]");
    if (!control) continue;
    control.closest("details")?.setAttribute("open", "");
    control.focus();
    return;
  }
}
