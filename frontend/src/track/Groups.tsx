import { useState } from "react";
import type { ImportCategory, SpendingGroup } from "../api/types";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { Select } from "../ui/Inputs";
import { Note } from "../ui/Note";
import styles from "./track.module.css";

const groups = ["house", "food", "health", "care", "education", "travel", "insurance", "giving", "other"] as const satisfies readonly SpendingGroup[];
const first = 8;

/** Where each category of the file belongs. */
export function Groups({ categories, wrong, onChange }: { categories: readonly ImportCategory[]; wrong: string | undefined; onChange: (name: string, group: SpendingGroup) => void }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const shown = all ? categories : categories.slice(0, first);
  const options = groups.map((value) => ({ value, label: t(`track.group.${value}`) }));
  return (
    <Card look="plain" title={t("track.import.groups")}>
      <p className={styles.hint}>{t("track.import.groups.text")}</p>
      {wrong && (
        <Note tone="error" alert>
          {wrong}
        </Note>
      )}
      <ul className={styles.list}>
        {shown.map((c) => (
          <li key={c.name}>
            <span className={styles.main}>
              {c.name || "–"}
              <span className={styles.small}>{t("track.import.group.rows", { n: c.rows })}</span>
            </span>
            <Select label={t("track.import.group.of", { name: c.name || "–" })} value={c.group} options={options} onChange={(group) => onChange(c.name, group)} />
          </li>
        ))}
      </ul>
      {categories.length > shown.length && (
        <Button look="quiet" size="small" onClick={() => setAll(true)}>
          {t("track.import.more", { n: categories.length - shown.length })}
        </Button>
      )}
    </Card>
  );
}
