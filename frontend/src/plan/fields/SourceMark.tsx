import { FileText } from "lucide-react";
import { Link, useParams } from "react-router";
import { useText } from "../../i18n/text";
import { useEditing } from "../editing";
import styles from "./fields.module.css";

/** The page of a document that a value came from; it opens there. Nothing for values without one. */
export function SourceMark({ pointer }: { pointer: string }) {
  const t = useText();
  const { household } = useParams();
  const source = useEditing().plan.sources?.[pointer];
  if (source?.kind !== "document" || !source.docId) return null;
  const { docId, page, quoteHash } = source;
  const query = new URLSearchParams({ page: String(page ?? 1), ...(quoteHash ? { hash: quoteHash } : {}) });
  return (
    <Link
      className={styles.source}
      to={`/h/${household}/docs/${encodeURIComponent(docId)}?${query}`}
      aria-label={page ? t("plan.source.open", { page }) : t("plan.source.open.document")}
      title={page ? t("plan.source.open", { page }) : t("plan.source.open.document")}
    >
      <FileText size={12} aria-hidden />
      {page ? t("plan.source.brief", { page }) : t("plan.source.document")}
    </Link>
  );
}
