import { RotateCcw, X } from "lucide-react";
import { formatPercent, formatSize } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button, IconButton } from "../ui/Button";
import styles from "./UploadList.module.css";
import type { Upload } from "./uploads";
import type { Uploading } from "./useUploads";

/** Files on their way, and those about which there is something to say. */
export function UploadList({ uploads, drop, again }: Pick<Uploading, "uploads" | "drop" | "again">) {
  const t = useText();
  if (uploads.length === 0) return null;
  return (
    <section className={styles.uploads} aria-label={t("docs.uploads")}>
      <ul>
        {uploads.map((upload) => (
          <li key={upload.id} className={styles.upload} data-state={upload.state}>
            <Row upload={upload} onDrop={() => drop(upload.id)} onAgain={() => again(upload.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ upload, onDrop, onAgain }: { upload: Upload; onDrop: () => void; onAgain: () => void }) {
  const t = useText();
  const { title, size, state } = upload;
  const running = state === "waiting" || state === "sending";
  return (
    <>
      <span className={styles.title}>{title}</span>
      <Told upload={upload} />
      <span className={styles.acts}>
        {running && <span className={styles.size}>{formatSize(size)}</span>}
        {state === "failed" && (
          <Button size="small" look="quiet" icon={<RotateCcw size={14} aria-hidden />} aria-label={t("docs.upload.again", { title })} onClick={onAgain}>
            {t("docs.upload.again.brief")}
          </Button>
        )}
        <IconButton size="small" label={t(running ? "docs.upload.stop" : "docs.upload.aside", { title })} onClick={onDrop}>
          <X size={16} aria-hidden />
        </IconButton>
      </span>
      {state === "sending" && (
        <span className={styles.track} aria-hidden>
          <span style={{ width: `${upload.share * 100}%` }} />
        </span>
      )}
    </>
  );
}

function Told({ upload: { state, share, fault } }: { upload: Upload }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  if (state === "waiting") return <span className={styles.told}>{t("docs.upload.waiting")}</span>;
  if (state === "sending") return <span className={styles.told}>{t("docs.upload.sending", { percent: formatPercent(share, locale) })}</span>;
  if (state === "sent") return <span className={styles.told}>{t("docs.upload.same")}</span>;
  const said = words(fault);
  return (
    <span className={styles.bad}>
      {said.title} {said.fix}
    </span>
  );
}
