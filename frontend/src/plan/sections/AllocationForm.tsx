import { Card } from "../../ui/Card";
import type { Alloc } from "../../api/types";
import { useEditing, useLens } from "../editing";
import { AllocField, MixBar } from "../fields/AllocField";
import { useWords } from "../fields/choices";
import { Grid } from "../fields/Frame";
import { OptionalChoice } from "../fields/Simple";
import { part } from "../lens";
import { living } from "../order";
import { firstWeights } from "../weights";
import { nameOf } from "../words";
import styles from "./sections.module.css";

export function AllocationForm() {
  const { t } = useWords();
  const lens = useLens<{ default: Alloc; location?: string }>(["allocation"], "edit.allocation");
  return (
    <div className={styles.stack}>
      <AllocField label={t("plan.allocation.default")} lens={part(lens, "default")} />
      <Grid>
        <OptionalChoice label={t("plan.location")} hint={t("plan.location.why")} lens={part(lens, "location")} none={t("plan.location.none")} options={(["same", "taxAware"] as const).map((value) => ({ value, label: t(`plan.location.${value}`) }))} />
      </Grid>
      <OwnMixes />
    </div>
  );
}

/** Accounts that hold a mix of their own, so that nobody wonders why the household's does not reach them. */
function OwnMixes() {
  const { plan } = useEditing();
  const { t } = useWords();
  const own = living(plan.accounts).filter(([, account]) => account.alloc);
  if (own.length === 0) return null;
  return (
    <Card title={t("plan.allocation.own")} look="plain">
      <ul className={styles.plainList}>
        {own.map(([id, account]) => (
          <li key={id} className={styles.mixRow}>
            <span>{nameOf({ t }, account)}</span>
            <MixBar small weights={firstWeights(account.alloc)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
