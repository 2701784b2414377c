import { useState } from "react";
import type { ImportRow, ImportRowState } from "../api/types";
import { formatDate } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Badge, Card } from "../ui/Card";
import { Money } from "../ui/Money";
import { Segmented } from "../ui/Segmented";
import styles from "./track.module.css";

const states = ["valid", "warn", "error", "duplicate", "incoming"] as const satisfies readonly ImportRowState[];
const tones = { valid: "good", warn: "warn", error: "bad", duplicate: "neutral", incoming: "neutral" } as const;
const step = 50;

interface ReviewTableProps {
  rows: readonly ImportRow[];
  skip: readonly number[];
  anyway: readonly number[];
  onTake: (row: ImportRow, wanted: boolean) => void;
}

/** Every line of the file and what becomes of it; nothing is kept yet. */
export function ReviewTable({ rows, skip, anyway, onTake }: ReviewTableProps) {
  const t = useText();
  const locale = useLocale();
  const [filter, setFilter] = useState<ImportRowState | "all">("all");
  const [most, setMost] = useState(step);
  const counted = (state: ImportRowState) => rows.filter((r) => r.state === state).length;
  const wanted = rows.filter((r) => filter === "all" || r.state === filter);
  return (
    <Card look="plain" title={t("track.import.step.review")}>
      <Segmented
        label={t("track.import.filter")}
        value={filter}
        onChange={setFilter}
        options={[{ value: "all" as const, label: `${t("track.import.state.all")} ${rows.length}` }, ...states.filter((s) => counted(s) > 0).map((value) => ({ value, label: `${t(`track.import.state.${value}`)} ${counted(value)}` }))]}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("track.import.step.review")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("track.import.line")}</th>
              <th scope="col">{t("track.import.column.date")}</th>
              <th scope="col">{t("track.import.column.text")}</th>
              <th scope="col">{t("track.spending.group")}</th>
              <th scope="col" className={styles.number}>{t("track.import.column.amount")}</th>
              <th scope="col">{t("track.import.state")}</th>
              <th scope="col">{t("track.import.take")}</th>
            </tr>
          </thead>
          <tbody>
            {wanted.slice(0, most).map((row) => (
              <tr key={row.line}>
                <td>{row.line}</td>
                <td>{row.day ? formatDate(row.day, locale) : "–"}</td>
                <th scope="row">{row.text}</th>
                <td>{row.group ? t(`track.group.${row.group}`) : "–"}</td>
                <td className={styles.number}>{row.amount.amt ? <Money value={row.state === "incoming" ? -Number(row.amount.amt) : row.amount.amt} currency={row.amount.cur ?? ""} /> : "–"}</td>
                <td>
                  <Badge tone={tones[row.state]}>{t(`track.import.state.${row.state}`)}</Badge>
                  {row.why && <span className={styles.small}>{t(`track.import.why.${row.why}`)}</span>}
                </td>
                <td>
                  {row.state !== "error" && row.state !== "incoming" && (
                    <label className={styles.tick}>
                      <input type="checkbox" aria-label={t("track.import.take.line", { n: row.line })} checked={row.state === "duplicate" ? anyway.includes(row.line) : !skip.includes(row.line)} onChange={(event) => onTake(row, event.target.checked)} />
                    </label>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wanted.length > most && (
        <Button look="quiet" size="small" onClick={() => setMost(most + 4 * step)}>
          {t("track.import.more", { n: Math.min(4 * step, wanted.length - most) })}
        </Button>
      )}
    </Card>
  );
}
