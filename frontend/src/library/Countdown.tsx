import { Pin } from "lucide-react";
import type { LibraryDocument } from "../api/types";
import { useText, type T } from "../i18n/text";
import { countdown } from "./expiry";
import styles from "./Countdown.module.css";

/** How long a document is still kept: words, and a ring that empties. keep and now: days, and the time by which it expires. */
export function Countdown({ document, keep, now }: { document: LibraryDocument; keep: number; now: number }) {
  const t = useText();
  const left = countdown(document, now);
  const share = Math.min(1, Math.max(0, (Date.parse(document.expires ?? "") - now) / (keep * 86_400_000)));
  return (
    <span className={styles.countdown} data-tone={left.tone}>
      {leftWords(t, document, now)}
      {left.kind === "kept" ? <Pin size={13} aria-hidden /> : <Ring share={share} />}
    </span>
  );
}

function leftWords(t: T, document: LibraryDocument, now: number): string {
  const left = countdown(document, now);
  if (left.kind === "kept") return t("docs.left.kept", { reason: document.pinned?.note || t(`docs.reason.${document.pinned?.reason ?? "other"}`) });
  if (left.kind === "due") return t("docs.left.due");
  return t(`docs.left.${left.kind}`, { left: left.left });
}

function Ring({ share }: { share: number }) {
  const round = 2 * Math.PI * 3;
  return (
    <svg className={styles.ring} viewBox="0 0 12 12" aria-hidden>
      <circle cx="6" cy="6" r="5.25" />
      <circle cx="6" cy="6" r="3" strokeDasharray={`${share * round} ${round}`} />
    </svg>
  );
}
