import { Clock } from "lucide-react";
import { Link } from "react-router";
import type { LibraryDocument } from "../api/types";
import { useText } from "../i18n/text";
import { usePowers } from "../shell/powers";
import { Button } from "../ui/Button";
import { useReaderPath } from "./address";
import { Countdown } from "./Countdown";
import { forgottenSoon } from "./expiry";
import styles from "./Soon.module.css";

/** So many are named; the list below can be filtered for the rest. */
const named = 3;

/** A warning while there is still time: which documents are forgotten soon, and what keeps them. */
export function Soon({ documents, keep, now, onKeep }: { documents: readonly LibraryDocument[]; keep: number; now: number; onKeep: (document: LibraryDocument) => void }) {
  const t = useText();
  const readerPath = useReaderPath();
  const { keepsDocuments } = usePowers();
  const soon = forgottenSoon(
    documents.filter((d) => d.state === "ready"),
    now,
  );
  if (soon.length === 0) return null;
  return (
    <section className={styles.soon} aria-labelledby="docs-soon">
      <Clock size={18} className={styles.glyph} aria-hidden />
      <div className={styles.words}>
        <h2 id="docs-soon">{t("docs.soon.title", { n: soon.length })}</h2>
        <p>
          {soon.some((d) => d.grace) && t("docs.soon.grace")} {t("docs.soon.text")}
        </p>
        <ul className={styles.list}>
          {soon.slice(0, named).map((document) => (
            <li key={document.id}>
              <Link to={readerPath(document.id, 1)}>{document.title}</Link>
              <Countdown document={document} keep={keep} now={now} />
              {keepsDocuments && (
                <Button size="small" aria-label={t("docs.soon.keep.what", { title: document.title })} onClick={() => onKeep(document)}>
                  {t("docs.soon.keep")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
