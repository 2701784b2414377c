import { Circle, CircleCheck, X } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useText } from "../../i18n/text";
import { usePlanSession } from "../../shell/planSession";
import { IconButton } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { classes } from "../../ui/classes";
import styles from "./Checklist.module.css";
import { checksOf } from "./checks";

const hiddenKey = (plan: string) => "meridian.checklist.hidden." + plan;

/** What makes a first plan one's own. Never in the way: it hides for good when asked. */
export function Checklist() {
  const t = useText();
  const { id, plan } = usePlanSession().state;
  const [hidden, setHidden] = useState(() => localStorage.getItem(hiddenKey(id)) !== null);
  const checks = checksOf(plan);
  const done = checks.filter((c) => c.done).length;
  if (hidden || done === checks.length) return null;
  const hide = () => {
    localStorage.setItem(hiddenKey(id), "yes");
    setHidden(true);
  };
  const aside = (
    <span className={styles.aside}>
      {t("check.done", { done, total: checks.length })}
      <IconButton size="small" label={t("check.hide")} onClick={hide}>
        <X size={16} aria-hidden />
      </IconButton>
    </span>
  );
  return (
    <Card look="plain" title={t("check.title")} aside={aside}>
      <ul className={styles.list}>
        {checks.map((check) => (
          <li key={check.key}>
            <Link to={`/h/${id}/plan/${check.section}`} className={classes(styles.item, check.done && styles.done)}>
              {check.done ? <CircleCheck size={18} aria-hidden /> : <Circle size={18} aria-hidden />}
              {t(check.key)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
