import { useInfiniteQuery } from "@tanstack/react-query";
import { getAudit } from "../api/guests";
import type { AuditEntry, Guest } from "../api/types";
import { formatClock, formatDay } from "../format/time";
import { localDay } from "../shell/pastDays";
import type { Locale } from "../i18n/spoken";
import { useLocale, useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import { together, wordsOf } from "./acts";
import { auditKey } from "./keys";
import styles from "./People.module.css";

/** Who did what, when and from where. */
export function AuditTrail({ guests, refused }: { guests: readonly Guest[]; refused: number }) {
  const t = useText();
  const words = useFaultWords();
  const locale = useLocale();
  const log = useInfiniteQuery({ queryKey: auditKey, queryFn: ({ pageParam }) => getAudit(pageParam), initialPageParam: 0, getNextPageParam: (last) => last.before ?? null });
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className={styles.trail}>
      <h2 className={styles.h2}>{t("people.log")}</h2>
      {log.error && <FailedState title={words(log.error).title} fix={words(log.error).fix} />}
      {log.isPending && <Skeleton height={80} />}
      {log.data && entries.length === 0 && <Note>{t("people.log.empty")}</Note>}
      {refused > 0 && <Note>{t("people.log.refused", { n: refused })}</Note>}
      {days(entries, locale).map(({ day, lines }) => (
        <div key={day}>
          <h3 className={styles.day}>{day}</h3>
          <ol className={styles.entries}>
            {lines.map(({ entry, times }, at) => (
              <Line key={entry.at + at} entry={entry} times={times} guests={guests} />
            ))}
          </ol>
        </div>
      ))}
      {log.hasNextPage && (
        <Button size="small" onClick={() => void log.fetchNextPage()}>
          {t("people.log.more")}
        </Button>
      )}
    </section>
  );
}

/** The lines of each day, the newest first, those that say the same as one. */
function days(entries: readonly AuditEntry[], locale: Locale): { day: string; lines: ReturnType<typeof together<AuditEntry>> }[] {
  const by = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const day = formatDay(localDay(new Date(entry.at)), locale);
    by.set(day, [...(by.get(day) ?? []), entry]);
  }
  return [...by].map(([day, lines]) => ({ day, lines: together(lines) }));
}

function Line({ entry, times, guests }: { entry: AuditEntry; times: number; guests: readonly Guest[] }) {
  const t = useText();
  const locale = useLocale();
  const nameOf = (id: string) => guests.find((g) => g.id === id)?.name;
  const who = entry.who === "owner" ? t("people.log.you") : (nameOf(entry.who) ?? (entry.who === "" ? t("people.log.unknown") : t("people.log.gone")));
  const act = wordsOf(entry.act);
  const whom = entry.object ? nameOf(entry.object) : undefined;
  return (
    <li className={styles.entry}>
      <time dateTime={entry.at}>{formatClock(new Date(entry.at), locale)}</time>
      <span>
        <strong>{who}</strong> {act ? t(act) : entry.act}
        {whom && ` · ${whom}`}
        {times > 1 && <span className={styles.times}> · {t("people.log.times", { n: times })}</span>}
      </span>
      <span className={styles.from}>{[entry.from, entry.country].filter(Boolean).join(" · ")}</span>
    </li>
  );
}
