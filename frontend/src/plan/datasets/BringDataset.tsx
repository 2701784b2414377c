// From a file to a history: choose it, see how it is read, say what cannot be seen, keep.
import { useEffect, useRef, useState } from "react";
import { keepDataset, reviewDataset } from "../../api/datasets";
import type { DatasetBasis, DatasetColumn, DatasetReview, DatasetUnit, NewDataset, OwnDataset } from "../../api/types";
import { formatCount, formatPercent } from "../../format/number";
import { formatMonth } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { useBringing } from "../../shell/bringing";
import { TableChooser } from "../../shell/TableChooser";
import { useRefusal } from "../../shell/useRefusal";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Select, TextInput } from "../../ui/Inputs";
import { Note } from "../../ui/Note";
import { Segmented } from "../../ui/Segmented";
import { useToast } from "../../ui/Toast";
import { useProgressNews } from "../../ui/useProgressNews";
import styles from "./datasets.module.css";

type Choices = Partial<Omit<NewDataset, "data">>;

const none = { name: "", data: "", choices: { basis: "nominal" } as Choices };

export default function BringDataset({ onClose, onKept }: { onClose: () => void; onKept: (set: OwnDataset) => void }) {
  const t = useText();
  const { announce } = useToast();
  const { file: brought, lost, choices, take: read, choose, forget } = useBringing("dataset", none);
  const [review, setReview] = useState<DatasetReview | null>(null);
  const [busy, setBusy] = useState(false);
  const refusal = useRefusal({ file: ["dataset.large", "dataset.noTable", "dataset.yearly"] });
  const file = brought && { name: brought.name.replace(/\.[^.]*$/, ""), ...choices, data: brought.data };
  const newest = useRef(0);
  useProgressNews({ name: busy ? t("plan.dataset.reading") : "" });
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    refusal.clear();
    try {
      await act();
    } catch (thrown) {
      refusal.take(thrown);
    } finally {
      setBusy(false);
    }
  };
  const look = async (asked: NewDataset) => {
    const turn = ++newest.current;
    await attempt(async () => {
      const found = await reviewDataset(asked);
      if (turn !== newest.current) return;
      setReview(found);
      if (found.set) announce(t("plan.dataset.reviewed", { n: found.set.months }));
    });
  };
  const again = useRef(() => void (file && look(file)));
  useEffect(() => again.current(), []); // what a reload left is read again
  const take = async (chosen: File) => {
    setReview(null);
    const taken = await read(chosen);
    await look({ name: taken.file.name.replace(/\.[^.]*$/, ""), ...taken.choices, data: taken.file.data });
  };
  const change = (next: Choices) => {
    choose({ ...choices, ...next });
    if (file) void look({ ...file, ...next });
  };
  const close = () => {
    forget();
    onClose();
  };
  const keep = async (asked: NewDataset) => {
    const kept = await keepDataset(asked);
    forget();
    onKept(kept);
  };
  const lacking = file === null ? t("why.file") : !review?.set && t("why.unread");
  return (
    <Dialog
      open
      onClose={close}
      title={t("plan.dataset.bring.title")}
      actions={
        <>
          <Button onClick={close}>{t("plan.dataset.cancel")}</Button>
          <Button look="primary" busy={busy} why={lacking} onClick={() => file && void attempt(() => keep(file))}>
            {t(review?.here ? "plan.dataset.use" : "plan.dataset.keep")}
          </Button>
        </>
      }
    >
      <div className={styles.bring} aria-busy={busy}>
        <p>{t("plan.dataset.bring.text")}</p>
        <TableChooser label={t("plan.dataset.file")} title={file?.name ?? t("plan.dataset.drop")} choose={t("plan.dataset.choose")} wrong={refusal.at.file} take={(chosen) => void take(chosen)}>
          <a href="/api/v1/datasets/embedded/table" download="monthly-returns.csv">
            {t("plan.dataset.example")}
          </a>
        </TableChooser>
        {busy && !review && <p role="status">{t("plan.dataset.reading")}</p>}
        {lost && <Note tone="warning" alert>{t("track.import.again", { name: lost })}</Note>}
        {refusal.rest && <Note tone="error" alert>{refusal.rest}</Note>}
        {file && review && <Reading file={file} review={review} onChange={change} />}
      </div>
    </Dialog>
  );
}

/** How the file was read, and what a person may say otherwise. */
function Reading({ file, review, onChange }: { file: NewDataset; review: DatasetReview; onChange: (next: Choices) => void }) {
  const t = useText();
  const locale = useLocale();
  const { set } = review;
  const unit: DatasetUnit | "" = file.unit ?? "";
  const basis: DatasetBasis = file.basis ?? "nominal";
  const open = review.problems.find((problem) => problem.code === "dataset.inflation");
  return (
    <>
      <div className={styles.choices}>
        <Field label={t("plan.dataset.basis")} hint={t(`plan.dataset.basis.${basis}.why`)}>
          <Segmented<DatasetBasis> label={t("plan.dataset.basis")} value={basis} options={(["nominal", "real"] as const).map((value) => ({ value, label: t(`plan.dataset.basis.${value}`) }))} onChange={(value) => onChange({ basis: value })} />
        </Field>
        <Field label={t("plan.dataset.unit")}>
          <Select<DatasetUnit | ""> value={unit} options={[{ value: "", label: t("plan.dataset.unit.found") }, ...(["percent", "fraction", "levels"] as const).map((value) => ({ value, label: t(`plan.dataset.unit.${value}`) }))]} onChange={(value) => onChange({ unit: value === "" ? undefined : value } as Choices)} />
        </Field>
        <Field label={t("plan.dataset.inflation")} error={open?.text[locale]} heard>
          <Select value={review.inflation} options={[{ value: "", label: t("plan.dataset.open") }, ...review.read.map(({ name }) => ({ value: name, label: name }))]} onChange={(value) => onChange({ inflation: value })} />
        </Field>
      </div>
      {review.problems.length > 0 && (
        <section className={styles.problems} role="alert">
          <h3>{t("plan.dataset.problems")}</h3>
          <ul>
            {review.problems.map((problem, i) => (
              <li key={i}>{problem.text[locale]}</li>
            ))}
          </ul>
        </section>
      )}
      {set && (
        <>
          <p className={styles.span}>{t("plan.dataset.span", { from: formatMonth(set.from, locale), to: formatMonth(set.to, locale), n: formatCount(set.months, locale) })}</p>
          <div className={styles.scroll}>
            <table className={styles.read}>
              <thead>
                <tr>
                  <th scope="col">{t("plan.dataset.column")}</th>
                  <th scope="col">{t("plan.dataset.unit")}</th>
                  <th scope="col">{t("plan.dataset.growth")}</th>
                  <th scope="col">{t("plan.dataset.sd")}</th>
                </tr>
              </thead>
              <tbody>
                {[...set.columns, { ...set.prices, name: review.inflation }].map((column, i) => (
                  <ReadRow key={column.name} column={column} unit={review.read.find(({ name }) => name === column.name)?.unit} prices={i === set.columns.length} />
                ))}
              </tbody>
            </table>
          </div>
          {review.leftOut > 0 && <Note>{t("plan.dataset.leftOut", { n: formatCount(review.leftOut, locale) })}</Note>}
          {review.ignored.length > 0 && <Note>{t("plan.dataset.ignored", { names: review.ignored.join(", ") })}</Note>}
          {review.here && <Note tone="remark">{t("plan.dataset.here")}</Note>}
          <div className={styles.choices}>
            <Field label={t("plan.name")}>
              <TextInput value={file.name ?? ""} onCommit={(name) => onChange({ name })} />
            </Field>
            <Field label={t("plan.dataset.country")}>
              <TextInput value={file.country ?? ""} onCommit={(country) => onChange({ country })} />
            </Field>
            <Field label={t("plan.dataset.licence")}>
              <TextInput value={file.licence ?? ""} onCommit={(licence) => onChange({ licence })} />
            </Field>
          </div>
        </>
      )}
    </>
  );
}

function ReadRow({ column, unit, prices }: { column: DatasetColumn; unit: DatasetUnit | undefined; prices: boolean }) {
  const t = useText();
  const locale = useLocale();
  return (
    <tr>
      <th scope="row">
        {column.name}
        {prices && <small> {t("plan.dataset.isInflation")}</small>}
      </th>
      <td>{unit && t(`plan.dataset.unit.${unit}`)}</td>
      <td className={styles.number}>{formatPercent(column.growth, locale, 1)}</td>
      <td className={styles.number}>{formatPercent(column.sd, locale, 1)}</td>
    </tr>
  );
}
