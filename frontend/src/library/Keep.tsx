import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { pinDocument } from "../api/library";
import type { LibraryDocument, PinReason } from "../api/types";
import { useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import styles from "./Dialogs.module.css";
import { shelfKey } from "./useShelf";

const reasons: readonly PinReason[] = ["statement", "policy", "contract", "tax", "other"];

/** Keeping a document for good takes a reason. */
export function Keep({ document, onClose, onDone }: { document: LibraryDocument; onClose: () => void; onDone?: (kept: LibraryDocument) => void }) {
  const t = useText();
  const name = useId();
  const queries = useQueryClient();
  const words = useFaultWords();
  const { toast } = useToast();
  const [reason, setReason] = useState<PinReason | null>(document.pinned?.reason ?? null);
  const [note, setNote, forgetNote] = useTyped<string>(`keep.${document.id}`, document.pinned?.note ?? "");
  const cancel = () => {
    forgetNote();
    onClose();
  };
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const keep = async () => {
    if (!reason) return;
    setBusy(true);
    try {
      const kept = await pinDocument(document.id, reason, note.trim());
      forgetNote();
      await queries.invalidateQueries({ queryKey: shelfKey(document.tenant) });
      toast({ text: t("docs.keep.done", { title: document.title }) });
      onClose();
      onDone?.(kept);
    } catch (thrown) {
      setFailed(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={cancel}
      title={t("docs.keep.title", { title: document.title })}
      actions={
        <>
          <Button onClick={cancel}>{t("docs.forget.cancel")}</Button>
          <Button look="primary" busy={busy} why={!reason && t("why.reason")} onClick={() => void keep()}>
            {t("docs.keep.do")}
          </Button>
        </>
      }
    >
      <div className={styles.told}>
        <p>{t("docs.keep.text")}</p>
        <fieldset className={styles.reasons}>
          <legend>{t("docs.keep.reason")}</legend>
          {reasons.map((one) => (
            <label key={one} className={styles.reason}>
              <input type="radio" name={name} checked={reason === one} onChange={() => setReason(one)} />
              {t(`docs.reason.${one}`)}
            </label>
          ))}
        </fieldset>
        <Field label={t("docs.keep.note")} optional={t("plan.optional")}>
          <TextInput value={note} onType={setNote} onCommit={setNote} />
        </Field>
        {failed !== null && (
          <Note tone="error" alert>
            {words(failed).title} {words(failed).fix}
          </Note>
        )}
      </div>
    </Dialog>
  );
}
