import { useMemo } from "react";
import { usePlanSession } from "../shell/planSession";
import { useActorName } from "../shell/useActorName";
import type { Conflict } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/Card";
import { Drawer } from "../ui/Dialog";
import { useMoneyText } from "../ui/Money";
import styles from "./Conflicts.module.css";
import { settling, textsOf } from "./settling";
import { differencesOf } from "./differences";
import type { Plan } from "./document";

/** What two people meant for the same place: both values, until one of them is chosen. */
export function Conflicts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const { conflicts } = usePlanSession().state;
  return (
    <Drawer open={open} onClose={onClose} title={t("conflict.title")}>
      {conflicts.length === 0 ? (
        <EmptyState title={t("conflict.none")}>{t("conflict.none.text")}</EmptyState>
      ) : (
        <>
          <p className={styles.why}>{t("conflict.text")}</p>
          <ul className={styles.list}>
            {conflicts.map((c) => (
              <Item key={c.id} conflict={c} />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function Item({ conflict }: { conflict: Conflict }) {
  const t = useText();
  const locale = useLocale();
  const { edit } = usePlanSession();
  const call = useActorName();
  const what = useWhat(conflict);
  const plan = usePlanSession().state.plan as Plan;
  const when = (at: string) => formatMoment(new Date(at), locale);
  const name = what.join(" · ");
  return (
    <li className={styles.item}>
      {what.map((text) => (
        <strong key={text}>{text}</strong>
      ))}
      <span className={styles.who}>{t("conflict.stands", { who: call(conflict.standing), when: when(conflict.since) })}</span>
      <span className={styles.who}>{t("conflict.waits", { who: call(conflict.by), when: when(conflict.at) })}</span>
      <div className={styles.acts}>
        <Button size="small" onClick={() => void edit({ key: "edit.conflict.keep" }, {}, [conflict.id])}>
          {t("conflict.keep")}
          <span className={styles.unseen}>: {name}</span>
        </Button>
        <Button size="small" look="quiet" onClick={() => void edit({ key: "edit.conflict.take" }, settling(plan, conflict), [conflict.id])}>
          {t("conflict.take")}
          <span className={styles.unseen}>: {name}</span>
        </Button>
      </div>
    </li>
  );
}

/** What choosing the other value would change, in words. */
function useWhat(conflict: Conflict): string[] {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const plan = usePlanSession().state.plan as Plan;
  return useMemo(() => {
    const texts = textsOf(plan, conflict);
    if (texts) return [t("conflict.name", { before: texts.stands || t("conflict.nothing"), after: texts.waits || t("conflict.nothing") })];
    const words = { plan, t, locale, money: (value: number, currency?: string) => money(value, { style: "full", ...(currency ? { currency } : {}) }) };
    return differencesOf(words, settling(plan, conflict)).map((d) => d.text);
  }, [plan, conflict, t, locale, money]);
}
