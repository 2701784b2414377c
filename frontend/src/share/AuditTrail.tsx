import { useInfiniteQuery } from "@tanstack/react-query";
import { getAudit } from "../api/guests";
import type { AuditEntry, Guest } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useLooseText, useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import { auditKey } from "./keys";
import styles from "./People.module.css";

/** Who did what, when and from where. */
export function AuditTrail({ guests, refused }: { guests: readonly Guest[]; refused: number }) {
  const t = useText();
  const words = useFaultWords();
  const log = useInfiniteQuery({ queryKey: auditKey, queryFn: ({ pageParam }) => getAudit(pageParam), initialPageParam: 0, getNextPageParam: (last) => last.before ?? null });
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className={styles.trail}>
      <h2 className={styles.h2}>{t("people.log")}</h2>
      {log.error && <FailedState title={words(log.error).title} fix={words(log.error).fix} />}
      {log.isPending && <Skeleton height={80} />}
      {log.data && entries.length === 0 && <Note>{t("people.log.empty")}</Note>}
      {refused > 0 && <Note>{t("people.log.refused", { n: refused })}</Note>}
      <ol className={styles.entries}>
        {entries.map((entry, at) => (
          <Line key={entry.at + at} entry={entry} guests={guests} />
        ))}
      </ol>
      {log.hasNextPage && (
        <Button size="small" onClick={() => void log.fetchNextPage()}>
          {t("people.log.more")}
        </Button>
      )}
    </section>
  );
}

function Line({ entry, guests }: { entry: AuditEntry; guests: readonly Guest[] }) {
  const t = useText();
  const say = useLooseText();
  const locale = useLocale();
  const nameOf = (id: string) => guests.find((g) => g.id === id)?.name;
  const who = entry.who === "owner" ? t("people.log.you") : (nameOf(entry.who) ?? (entry.who === "" ? t("people.log.unknown") : t("people.log.gone")));
  const whom = entry.object ? nameOf(entry.object) : undefined;
  return (
    <li className={styles.entry}>
      <time dateTime={entry.at}>{formatMoment(new Date(entry.at), locale)}</time>
      <span>
        <strong>{who}</strong> {say(`people.act.${entry.act}`, undefined, entry.act)}
        {whom && ` · ${whom}`}
      </span>
      <span className={styles.from}>{[entry.from, entry.country].filter(Boolean).join(" · ")}</span>
    </li>
  );
}
