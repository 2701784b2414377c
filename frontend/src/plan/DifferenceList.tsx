import { X } from "lucide-react";
import { useMemo } from "react";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { IconButton } from "../ui/Button";
import { useMoneyText } from "../ui/Money";
import styles from "./DifferenceList.module.css";
import { differencesOf, without } from "./differences";
import type { Plan } from "./document";
import type { Patch } from "./patch";

/** What a patch changes in the open plan, in words; each change can be taken out of it. */
export function DifferenceList({ patch, onChange }: { patch: Patch; onChange?: (patch: Patch) => void }) {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const plan = usePlanSession().state.plan as Plan;
  const list = useMemo(() => differencesOf({ plan, t, locale, money: (value, currency) => money(value, currency ? { currency, style: "round" } : { style: "round" }) }, patch), [plan, t, locale, money, patch]);
  return (
    <ul className={styles.list}>
      {list.map(({ text, paths }) => (
        <li key={text}>
          <span>{text}</span>
          {onChange && list.length > 1 && (
            <IconButton size="small" label={t("diff.remove", { what: text })} onClick={() => onChange(without(patch, paths))}>
              <X size={15} aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
}
