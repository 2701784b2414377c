import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { forgetDocument, getForgetting } from "../api/library";
import type { Forgetting, LibraryDocument } from "../api/types";
import { formatCount, formatSize } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import styles from "./Dialogs.module.css";
import { shelfKey } from "./useShelf";

/** Says exactly what goes and what stays before a document is forgotten. */
export function Forget({ document, onClose, onDone }: { document: LibraryDocument; onClose: () => void; onDone?: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const words = useFaultWords();
  const { toast } = useToast();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const told = useQuery({ queryKey: ["forgetting", document.id], queryFn: () => getForgetting(document.id), gcTime: 0 });
  const error = failed ?? told.error;
  const forget = async () => {
    setBusy(true);
    try {
      await forgetDocument(document.id);
      await queries.invalidateQueries({ queryKey: shelfKey(document.tenant) });
      toast({ text: t("docs.forget.done", { title: document.title }) });
      onClose();
      onDone?.();
    } catch (thrown) {
      setFailed(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("docs.forget.title", { title: document.title })}
      actions={
        <>
          <Button onClick={onClose}>{t("docs.forget.cancel")}</Button>
          <Button look="danger" busy={busy} why={!told.data && t("why.counted")} onClick={() => void forget()}>
            {t("docs.forget.do")}
          </Button>
        </>
      }
    >
      {told.data ? <GoesAndStays told={told.data} /> : !error && <Counting />}
      {error !== null && (
        <Note tone="error" alert>
          {words(error).title} {words(error).fix}
        </Note>
      )}
    </Dialog>
  );
}

function Counting() {
  const t = useText();
  return (
    <div role="status" aria-label={t("docs.forget.loading")}>
      <Skeleton height={180} />
    </div>
  );
}

function GoesAndStays({ told: { goes, stays } }: { told: Forgetting }) {
  const t = useText();
  const locale = useLocale();
  const n = (count: number) => formatCount(count, locale);
  return (
    <div className={styles.told}>
      <div className={styles.sides}>
        <section>
          <h3 className={styles.goes}>{t("docs.forget.goes")}</h3>
          <ul>
            <li>{t("docs.forget.text", { n: n(goes.pages) })}</li>
            <li>{t("docs.forget.passages", { n: n(goes.passages) })}</li>
            {goes.vectors > 0 && <li>{t("docs.forget.vectors", { n: n(goes.vectors) })}</li>}
            <li>{t("docs.forget.bytes", { size: formatSize(goes.bytes) })}</li>
          </ul>
        </section>
        <section>
          <h3 className={styles.stays}>{t("docs.forget.stays")}</h3>
          <ul>
            <li>{t("docs.forget.file")}</li>
            <li>{stays.fields.length > 0 ? t("docs.forget.fields", { n: n(stays.fields.length) }) : t("docs.forget.noFields")}</li>
          </ul>
        </section>
      </div>
      <p className={styles.final}>{t("docs.forget.final")}</p>
    </div>
  );
}
