// From a statement to payments: choose a file, see how it is read, mend that, review, keep.
import { ArrowLeft } from "lucide-react";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { base64, dropImport, importStatement, reviewImport } from "../api/track";
import type { ImportReview, NewImport, SpendingGroup, StatementLayout } from "../api/types";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { TableChooser } from "../shell/TableChooser";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
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

const none: Choices = { groups: {}, skip: [], anyway: [] };

export function Import({ renew }: { renew: () => Promise<unknown> }) {
  const t = useText();
  const go = useNavigate();
  const words = useFaultWords();
  const { toast } = useToast();
  const { id } = usePlanSession().state;
  const [file, setFile] = useState<{ name: string; data: string } | null>(null);
  const [choices, setChoices] = useState<Choices>(none);
  const [review, setReview] = useState<ImportReview | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const newest = useRef(0);
  const ask = (of: { name: string; data: string }, chosen: Choices): NewImport => ({ ...of, groups: chosen.groups, skip: chosen.skip, anyway: chosen.anyway, ...(chosen.layout ? { layout: chosen.layout } : {}) });
  const fail = (thrown: unknown) => {
    const said = words(thrown);
    setRefused(`${said.title} ${said.fix}`);
  };
  const look = async (of: { name: string; data: string }, chosen: Choices) => {
    const turn = ++newest.current;
    setBusy(true);
    setRefused("");
    try {
      const found = await reviewImport(id, ask(of, chosen));
      if (turn === newest.current) setReview(found);
    } catch (thrown) {
      if (turn === newest.current) fail(thrown);
    } finally {
      if (turn === newest.current) setBusy(false);
    }
  };
  const take = async (chosen: File) => {
    const read = { name: chosen.name, data: await base64(chosen) };
    setFile(read);
    setChoices(none);
    setReview(null);
    await look(read, none);
  };
  const change = (part: Partial<Choices>) => {
    const next = { ...choices, ...part };
    setChoices(next);
    if (file && (part.layout || part.groups)) void look(file, next);
  };
  const keep = async () => {
    if (!file) return;
    setBusy(true);
    try {
      // What was reviewed is what is kept, whatever a template says.
      const kept = await importStatement(id, ask(file, { ...choices, ...(review ? { layout: choices.layout ?? review.layout } : {}) }));
      await renew();
      toast({ text: t("track.import.kept", { n: kept.entries }), act: { label: t("track.import.undo"), run: () => void dropImport(id, kept.id).then(renew) } });
      void go(`/h/${id}/track`);
    } catch (thrown) {
      fail(thrown);
    } finally {
      setBusy(false);
    }
  };
  const usable = (review?.rows ?? []).filter((r) => ((r.state === "valid" || r.state === "warn") && !choices.skip.includes(r.line)) || (r.state === "duplicate" && choices.anyway.includes(r.line))).length;
  return (
    <>
      <Link to={`/h/${id}/track`}>
        <ArrowLeft size={14} aria-hidden /> {t("track.back")}
      </Link>
      <h1 className={styles.h1}>{t("track.import")}</h1>
      <TableChooser label={t("track.import")} title={file?.name ?? t("track.import.drop")} hint={<span className={styles.hint}>{t("track.import.drop.text")}</span>} choose={t("track.import.choose")} className={styles.drop} take={(chosen) => void take(chosen)} />
      {busy && !review && <p role="status" className={styles.hint}>{t("track.import.reading")}</p>}
      {refused && !review && <Note tone="error" alert>{refused}</Note>}
      {review && (
        <div className={styles.form} aria-busy={busy}>
          {review.remembered && <Note tone="remark">{t("track.import.remembered")}</Note>}
          <Columns review={review} onChange={(layout) => change({ layout, skip: [], anyway: [] })} />
          {!review.fits && <Note tone="warning">{t("track.import.unfit")}</Note>}
          {review.categories.length > 0 && <Groups categories={review.categories} onChange={(name, group) => change({ groups: { ...choices.groups, [name]: group } })} />}
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
            {refused && <Note tone="error" alert>{refused}</Note>}
            <div className={styles.row}>
              <Button look="primary" disabled={busy || usable === 0} onClick={() => void keep()}>
                {t("track.import.keep", { n: usable })}
              </Button>
              <Button onClick={() => void go(`/h/${id}/track`)}>{t("track.import.cancel")}</Button>
            </div>
          </div>
        </div>
      )}
    </>
  );
}
