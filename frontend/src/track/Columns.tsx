import type { ImportReview, StatementLayout } from "../api/types";
import { useText } from "../i18n/text";
import { Card } from "../ui/Card";
import { Field } from "../ui/Field";
import { Select } from "../ui/Inputs";
import { Note } from "../ui/Note";
import styles from "./track.module.css";

const columns = ["date", "text", "amount", "out", "in", "category"] as const;
const encodings = ["utf-8", "cp949", "utf-16le", "utf-16be", "windows-1252"] as const;
const delimiters = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

/** How the file is meant, beside its first lines. */
export function Columns({ review, wrong, onChange }: { review: ImportReview; wrong: string | undefined; onChange: (layout: StatementLayout) => void }) {
  const t = useText();
  const { layout, sample, fits } = review;
  // Without these two no line is a payment.
  const missing = { date: layout.date < 0 && t("track.import.column.date.missing"), amount: layout.amount < 0 && layout.out < 0 && t("track.import.column.amount.missing") };
  const set = (part: Partial<StatementLayout>) => onChange({ ...layout, ...part });
  const named = review.columns.map((name, i) => ({ value: String(i), label: name || t("track.import.column.number", { n: i + 1 }) }));
  const orNone = [{ value: "-1", label: t("track.import.column.none") }, ...named];
  return (
    <Card look="plain" title={t("track.import.step.columns")}>
      <div className={styles.columns}>
        {columns.map((column) => (
          <Field key={column} label={t(`track.import.column.${column}`)} error={(column === "date" || column === "amount") && missing[column]} heard>
            <Select value={String(layout[column])} options={orNone} onChange={(at) => set({ [column]: Number(at) })} />
          </Field>
        ))}
        <Field label={t("track.import.head")}>
          <Select value={String(layout.head)} onChange={(at) => set({ head: Number(at) })} options={[{ value: "-1", label: t("track.import.head.none") }, ...sample.map((_, i) => ({ value: String(i), label: t("track.import.head.row", { n: i + 1 }) }))]} />
        </Field>
        <Field label={t("track.import.order")}>
          <Select value={layout.order} onChange={(order) => set({ order })} options={(["ymd", "dmy", "mdy"] as const).map((value) => ({ value, label: t(`track.import.order.${value}`) }))} />
        </Field>
        <Field label={t("track.import.mark")}>
          <Select value={layout.mark} onChange={(mark) => set({ mark })} options={[{ value: ".", label: t("track.import.mark.point") }, { value: ",", label: t("track.import.mark.comma") }]} />
        </Field>
        <Field label={t("track.import.outgoing")}>
          <Select value={layout.outgoing} onChange={(outgoing) => set({ outgoing })} options={(["negative", "positive"] as const).map((value) => ({ value, label: t(`track.import.outgoing.${value}`) }))} />
        </Field>
        <Field label={t("track.import.encoding")}>
          <Select value={layout.encoding} onChange={(encoding) => set({ encoding })} options={encodings.map((value) => ({ value, label: value.toUpperCase() }))} />
        </Field>
        <Field label={t("track.import.delimiter")}>
          <Select value={layout.delimiter} onChange={(delimiter) => set({ delimiter })} options={Object.entries(delimiters).map(([value, word]) => ({ value, label: t(`track.import.delimiter.${word}`) }))} />
        </Field>
      </div>
      {!fits && <Note tone="error">{t("track.import.unfit")}</Note>}
      {wrong && (
        <Note tone="error" alert>
          {wrong}
        </Note>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("track.import.step.columns")}>
        <table className={styles.table}>
          <tbody>
            {sample.slice(0, 6).map((row, i) => (
              <tr key={i}>
                {review.columns.map((_, column) => (
                  <td key={column}>{row[column] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
