import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { useEditing } from "./editing";
import { ProblemSummary } from "./ProblemSummary";
import styles from "./Unsaved.module.css";

/** What was refused stays on the page; here it can be tried again or taken back. */
export function Unsaved() {
  const t = useText();
  const { unsaved, discard, retry } = useEditing();
  if (!unsaved) return null;
  return (
    <div className={styles.unsaved} role="alert">
      <div>
        <strong>{t("problem.unsaved")}</strong> {t("problem.unsaved.why")}
      </div>
      <ProblemSummary pointer="" />
      <div className={styles.acts}>
        <Button size="small" onClick={retry}>
          {t("problem.retry")}
        </Button>
        <Button size="small" look="quiet" onClick={discard}>
          {t("problem.discard")}
        </Button>
      </div>
    </div>
  );
}
