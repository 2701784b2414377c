import { Clock, FileText, Quote, type LucideIcon } from "lucide-react";
import type { OCR } from "../api/types";
import { useText } from "../i18n/text";
import { usePowers } from "../shell/powers";
import { EmptyState } from "../ui/Card";
import { AddFiles } from "./AddFiles";
import styles from "./Empty.module.css";

/** Nothing was handed over yet: why one would, what happens to a file, and what can be read. */
export function Empty({ ocr, days, onFiles }: { ocr: OCR; days: number; onFiles: (files: readonly File[]) => void }) {
  const t = useText();
  const { keepsDocuments } = usePowers();
  if (!keepsDocuments) return <EmptyState page title={t("docs.empty.reading")}>{t("docs.empty.reading.text")}</EmptyState>;
  return (
    <div className={styles.empty}>
      <h1 className={styles.title}>{t("docs.empty.title")}</h1>
      <p className={styles.text}>{t("docs.empty.text")}</p>
      <div className={styles.acts}>
        <AddFiles onFiles={onFiles} />
      </div>
      <p className={styles.hint}>{t("docs.add.hint")}</p>
      <section className={styles.what}>
        <h2>{t("docs.empty.what")}</h2>
        <ol className={styles.steps}>
          <Step Glyph={FileText} title={t("docs.empty.read")} text={t("docs.empty.read.text")} />
          <Step Glyph={Quote} title={t("docs.empty.found")} text={t("docs.empty.found.text")} />
          <Step Glyph={Clock} title={t("docs.empty.forgotten")} text={t("docs.empty.forgotten.text", { days })} />
        </ol>
      </section>
      <p className={styles.formats}>
        {t("docs.formats")} {t(ocr.available ? "docs.formats.ocr" : "docs.formats.noOcr")}
      </p>
    </div>
  );
}

function Step({ Glyph, title, text }: { Glyph: LucideIcon; title: string; text: string }) {
  return (
    <li className={styles.step}>
      <Glyph size={20} strokeWidth={1.75} aria-hidden />
      <h3>{title}</h3>
      <p>{text}</p>
    </li>
  );
}
