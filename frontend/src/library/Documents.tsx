// What your documents say: the list of them, how long each is kept, and one place to ask all.
import { useRef, useState } from "react";
import type { LibraryDocument, Shelf } from "../api/types";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { useFaultWords } from "../shell/useFaultWords";
import { useKeys } from "../shell/useKeys";
import { useTitle } from "../shell/useTitle";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Select } from "../ui/Inputs";
import { AddFiles } from "./AddFiles";
import { Ask } from "./Ask";
import styles from "./Documents.module.css";
import { DocumentRow } from "./DocumentRow";
import { DropArea } from "./DropArea";
import { Empty } from "./Empty";
import { countdown, nextForgotten } from "./expiry";
import { Forget } from "./Forget";
import { Keep } from "./Keep";
import { seen, type Order, type Part, type View } from "./shelf";
import { Soon } from "./Soon";
import { UploadList } from "./UploadList";
import { useReadyNews, useShelf } from "./useShelf";
import { useUploads } from "./useUploads";

export default function Documents() {
  const t = useText();
  useTitle(t("docs.title"));
  const tenant = usePlanSession().state.id;
  const { shelf, error, again, now } = useShelf(tenant);
  const uploading = useUploads(tenant);
  const { keepsDocuments } = usePowers();
  return (
    <div className={styles.page}>
      {keepsDocuments && <DropArea addFiles={uploading.addFiles} addText={uploading.addText} />}
      {shelf ? <Standing shelf={shelf} now={now} tenant={tenant} uploading={uploading} /> : error ? <Failed error={error} again={again} /> : <Waiting />}
    </div>
  );
}

function Waiting() {
  const t = useText();
  return (
    <div role="status" aria-label={t("docs.loading")} className={styles.waiting}>
      <h1 className={styles.h1}>{t("docs.h1")}</h1>
      {[0, 1, 2, 3].map((n) => (
        <Skeleton key={n} height={48} />
      ))}
    </div>
  );
}

function Failed({ error, again }: { error: unknown; again: () => void }) {
  const t = useText();
  const { title, fix } = useFaultWords()(error);
  return (
    <FailedState
      page
      title={title}
      fix={fix}
      actions={
        <Button look="primary" onClick={again}>
          {t("app.again")}
        </Button>
      }
    />
  );
}

/** The dialog that is open, and for which document. */
type Asked = { what: "keep" | "forget"; document: LibraryDocument } | null;

function Standing({ shelf, now, tenant, uploading }: { shelf: Shelf; now: number; tenant: string; uploading: ReturnType<typeof useUploads> }) {
  const [asked, setAsked] = useState<Asked>(null);
  const { documents, keepDays } = shelf;
  useReadyNews(documents);
  const close = () => setAsked(null);
  return (
    <>
      {documents.length === 0 ? (
        <>
          <UploadList {...uploading} />
          <Empty ocr={shelf.ocr} days={keepDays} onFiles={uploading.addFiles} />
        </>
      ) : (
        <>
          <Heading shelf={shelf} now={now} onFiles={uploading.addFiles} />
          <Soon documents={documents} keep={keepDays} now={now} onKeep={(document) => setAsked({ what: "keep", document })} />
          <Ask tenant={tenant} />
          <UploadList {...uploading} />
          <List shelf={shelf} now={now} onAsk={setAsked} />
        </>
      )}
      {asked?.what === "keep" && <Keep document={asked.document} onClose={close} />}
      {asked?.what === "forget" && <Forget document={asked.document} onClose={close} />}
    </>
  );
}

function Heading({ shelf, now, onFiles }: { shelf: Shelf; now: number; onFiles: (files: readonly File[]) => void }) {
  const t = useText();
  const { keepsDocuments } = usePowers();
  const n = shelf.documents.length;
  const next = nextForgotten(shelf.documents);
  const left = next && countdown(next, now);
  const sentence = () => {
    if (!left || left.kind === "kept") return t("docs.h1.kept", { n });
    if (left.kind === "due") return n === 1 ? t("docs.h1.one.due") : t("docs.h1.next.due", { n });
    return n === 1 ? t(`docs.h1.one.${left.kind}`, { left: left.left }) : t(`docs.h1.next.${left.kind}`, { n, left: left.left });
  };
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1 className={styles.h1}>{sentence()}</h1>
        <p className={styles.lede}>{t("docs.lede", { days: shelf.keepDays })}</p>
      </div>
      {keepsDocuments && (
        <div className={styles.add}>
          <AddFiles onFiles={onFiles} />
        </div>
      )}
    </header>
  );
}

const parts: readonly Part[] = ["all", "soon", "kept", "trouble"];
const orders: readonly Order[] = ["used", "end", "title", "added"];

/** So many documents are looked over at a glance, without a filter. */
const glance = 3;

function List({ shelf, now, onAsk }: { shelf: Shelf; now: number; onAsk: (asked: Asked) => void }) {
  const t = useText();
  const [view, setView] = useState<View>({ text: "", part: "all", order: "used" });
  const box = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => box.current?.focus() });
  const { documents, keepDays } = shelf;
  const shown = seen(documents, view, now);
  return (
    <section className={styles.list} aria-label={t("docs.list")}>
      {documents.length > glance && (
        <div className={styles.view}>
          <input
            ref={box}
            type="search"
            className={styles.filter}
            placeholder={t("docs.filter")}
            aria-label={t("docs.filter")}
            value={view.text}
            onChange={(event) => setView({ ...view, text: event.target.value })}
            onKeyDown={(event) => event.key === "Escape" && setView({ ...view, text: "" })}
          />
          <div className={styles.choice}>
            <Select label={t("docs.filter.state")} value={view.part} options={parts.map((value) => ({ value, label: t(`docs.filter.${value}`) }))} onChange={(part) => setView({ ...view, part })} />
          </div>
          <div className={styles.choice}>
            <Select label={t("docs.sort")} value={view.order} options={orders.map((value) => ({ value, label: t(`docs.sort.${value}`) }))} onChange={(order) => setView({ ...view, order })} />
          </div>
        </div>
      )}
      <ul className={styles.rows}>
        {shown.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            keep={keepDays}
            now={now}
            onKeep={() => onAsk({ what: "keep", document })}
            onForget={() => onAsk({ what: "forget", document })}
          />
        ))}
      </ul>
      {shown.length === 0 && <p className={styles.none}>{t(view.text.trim() ? "docs.filter.none" : "docs.filter.empty")}</p>}
    </section>
  );
}
