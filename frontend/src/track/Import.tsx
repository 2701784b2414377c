// From a statement to payments: choose a file, see how it is read, mend that, review, keep.
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { dropImport, importStatement, reviewImport } from "../api/track";
import type { ImportReview, NewImport, SpendingGroup, StatementLayout } from "../api/types";
import { useText } from "../i18n/text";
import { useBringing } from "../shell/bringing";
import { usePlanSession } from "../shell/planSession";
import { TableChooser } from "../shell/TableChooser";
import { useRefusal } from "../shell/useRefusal";
import { Button } from "../ui/Button";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useProgressNews } from "../ui/useProgressNews";
import { Columns } from "./Columns";
import { Groups } from "./Groups";
import { ReviewTable } from "./ReviewTable";
import styles from "./track.module.css";

/** What the person chose beside the file. */
interface Choices {
  layout?: StatementLayout;
  groups: Record<string, SpendingGroup>;
  skip: number[];
  anyway: number[];
}

const none = { name: "", data: "", choices: { groups: {}, skip: [], anyway: [] } as Choices };

/** How many payments would be kept. */
function usableOf({ rows }: ImportReview, { skip, anyway }: Choices): number {
  return rows.filter((r) => ((r.state === "valid" || r.state === "warn") && !skip.includes(r.line)) || (r.state === "duplicate" && anyway.includes(r.line))).length;
}

type File64 = Pick<NewImport, "name" | "data">;

export function Import({ renew }: { renew: () => Promise<unknown> }) {
  const t = useText();
  const go = useNavigate();
  const { toast, announce } = useToast();
  const { id } = usePlanSession().state;
  const { file, lost, choices, take: read, choose, forget } = useBringing(`import.${id}`, none);
  const [review, setReview] = useState<ImportReview | null>(null);
  const [busy, setBusy] = useState(false);
  const refusal = useRefusal({ file: ["statement.large", "statement.noText", "statement.noRows"], columns: ["statement.layout"], groups: ["track.import"] });
  const newest = useRef(0);
  useProgressNews({ name: busy ? t(review ? "track.import.keeping" : "track.import.reading") : "" });
  const ask = (of: File64, chosen: Choices): NewImport => ({ ...of, groups: chosen.groups, skip: chosen.skip, anyway: chosen.anyway, ...(chosen.layout ? { layout: chosen.layout } : {}) });
  const look = async (of: File64, chosen: Choices) => {
    const turn = ++newest.current;
    setBusy(true);
    refusal.clear();
    try {
      const found = await reviewImport(id, ask(of, chosen));
      if (turn !== newest.current) return;
      setReview(found);
      announce(found.fits ? t("track.import.reviewed", { n: usableOf(found, chosen) }) : t("track.import.unfit"));
    } catch (thrown) {
      if (turn === newest.current) refusal.take(thrown);
    } finally {
      if (turn === newest.current) setBusy(false);
    }
  };
  const again = useRef(() => void (file && look(file, choices)));
  useEffect(() => again.current(), []); // what a reload left is read again
  const take = async (chosen: File) => {
    setReview(null);
    const taken = await read(chosen);
    await look(taken.file, taken.choices);
  };
  const change = (part: Partial<Choices>) => {
    const next = { ...choices, ...part };
    choose(next);
    if (file && (part.layout || part.groups)) void look(file, next);
  };
  const leave = () => {
    forget();
    void go(`/h/${id}/track`);
  };
  const keep = async () => {
    if (!file) return;
    setBusy(true);
    refusal.clear();
    try {
      // What was reviewed is what is kept, whatever a template says.
      const kept = await importStatement(id, ask(file, { ...choices, ...(review ? { layout: choices.layout ?? review.layout } : {}) }));
      forget();
      await renew();
      toast({ text: t("track.import.kept", { n: kept.entries }), act: { label: t("track.import.undo"), run: () => void dropImport(id, kept.id).then(renew) } });
      void go(`/h/${id}/track`);
    } catch (thrown) {
      refusal.take(thrown);
    } finally {
      setBusy(false);
    }
  };
  const usable = review ? usableOf(review, choices) : 0;
  return (
    <>
      <Link to={`/h/${id}/track`}>
        <ArrowLeft size={14} aria-hidden /> {t("track.back")}
      </Link>
      <h1 className={styles.h1}>{t("track.import")}</h1>
      <TableChooser label={t("track.import")} title={file?.name ?? t("track.import.drop")} hint={<span className={styles.hint}>{t("track.import.drop.text")}</span>} choose={t("track.import.choose")} className={styles.drop} wrong={refusal.at.file} take={(chosen) => void take(chosen)} />
      {lost && <Note tone="warning" alert>{t("track.import.again", { name: lost })}</Note>}
      {busy && !review && <p role="status" className={styles.hint}>{t("track.import.reading")}</p>}
      {refusal.rest && !review && <Note tone="error" alert>{refusal.rest}</Note>}
      {review && (
        <div className={styles.form} aria-busy={busy}>
          {review.remembered && <Note tone="remark">{t("track.import.remembered")}</Note>}
          <Columns review={review} wrong={refusal.at.columns} onChange={(layout) => change({ layout, skip: [], anyway: [] })} />
          {review.categories.length > 0 && <Groups categories={review.categories} wrong={refusal.at.groups} onChange={(name, group) => change({ groups: { ...choices.groups, [name]: group } })} />}
          {review.fits && (
            <ReviewTable
              rows={review.rows}
              skip={choices.skip}
              anyway={choices.anyway}
              onTake={(row, wanted) => {
                const list = row.state === "duplicate" ? "anyway" : "skip";
                const listed = choices[list].filter((n) => n !== row.line);
                change({ [list]: wanted === (list === "anyway") ? [...listed, row.line] : listed });
              }}
            />
          )}
          <div className={styles.foot}>
            {refusal.rest && <Note tone="error" alert>{refusal.rest}</Note>}
            <div className={styles.row}>
              <Button look="primary" busy={busy} why={usable === 0 && t("why.lines")} onClick={() => void keep()}>
                {t("track.import.keep", { n: usable })}
              </Button>
              <Button onClick={leave}>{t("track.import.cancel")}</Button>
            </div>
          </div>
        </div>
      )}
    </>
  );
}
