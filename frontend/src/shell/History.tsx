import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { planHistory } from "../api/plans";
import type { Revision } from "../api/types";
import { formatClock, formatDay } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Badge, EmptyState, FailedState, Skeleton } from "../ui/Card";
import { Drawer } from "../ui/Dialog";
import { byDay, localDay, type HistoryDay } from "./pastDays";
import styles from "./History.module.css";
import { usePlanSession } from "./planSession";
import { useActorName } from "./useActorName";
import { useEditName } from "./useEditName";
import { useFaultWords } from "./useFaultWords";

/** Everything that was done to the plan, and the way back to any of it. */
export function History({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Drawer open={open} onClose={onClose} title={t("history.title")}>
      <Past onClose={onClose} />
    </Drawer>
  );
}

/** So many revisions at first; a long past is asked for. */
const page = 100;

function Past({ onClose }: { onClose: () => void }) {
  const t = useText();
  const words = useFaultWords();
  const { state, edits } = usePlanSession();
  const [most, setMost] = useState(page);
  const past = useQuery({ queryKey: ["history", state.id, state.revision], queryFn: () => planHistory(state.id), placeholderData: keepPreviousData, gcTime: 0 });
  if (past.error) {
    const { title, fix } = words(past.error);
    return <FailedState title={title} fix={fix} actions={<Button onClick={() => void past.refetch()}>{t("app.again")}</Button>} />;
  }
  if (!past.data) {
    return (
      <div role="status" aria-label={t("history.loading")}>
        <Skeleton height={220} />
      </div>
    );
  }
  const all = past.data;
  const newest = all.at(-1)?.revision ?? 0;
  return (
    <>
      <p className={styles.why}>{t(edits ? "history.text" : "history.text.reading")}</p>
      {all.length <= 1 && <EmptyState title={t("history.none")}>{t("history.none.text")}</EmptyState>}
      {byDay(all.slice(-most)).map((day) => (
        <Day key={day.day} day={day} all={all} newest={newest} onDone={onClose} />
      ))}
      {all.length > most && <Button onClick={() => setMost(most + page)}>{t("history.older")}</Button>}
    </>
  );
}

function Day({ day, all, newest, onDone }: { day: HistoryDay; all: readonly Revision[]; newest: number; onDone: () => void }) {
  const t = useText();
  const locale = useLocale();
  const { rewind, edits } = usePlanSession();
  const [today] = useState(() => localDay(new Date()));
  const name = day.day === today ? t("history.today") : formatDay(day.day, locale);
  const present = day.revisions.some((r) => r.revision === newest);
  const back = () => {
    onDone();
    void rewind({ day: day.day });
  };
  return (
    <section className={styles.day}>
      <div className={styles.dayHead}>
        <h3>{name}</h3>
        {!present && edits && (
          <Button look="quiet" size="small" onClick={back}>
            {t("history.back.day")}
            <span className={styles.unseen}>: {name}</span>
          </Button>
        )}
      </div>
      <ol className={styles.list}>
        {day.revisions.map((r) => (
          <Entry key={r.revision} revision={r} all={all} present={r.revision === newest} onDone={onDone} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ revision, all, present, onDone }: { revision: Revision; all: readonly Revision[]; present: boolean; onDone: () => void }) {
  const t = useText();
  const locale = useLocale();
  const say = useRevisionName(all);
  const call = useActorName();
  const { rewind, edits } = usePlanSession();
  const what = say(revision);
  const at = formatClock(new Date(revision.at), locale);
  const back = () => {
    onDone();
    void rewind({ to: revision.revision });
  };
  return (
    <li className={styles.entry} aria-current={present ? "true" : undefined}>
      <time className={styles.at} dateTime={revision.at}>
        {at}
      </time>
      <span>
        <span className={styles.what}>{what}</span>
        <small className={styles.by}>{call(revision.actor)}</small>
      </span>
      {present ? (
        <Badge tone="accent">{t("history.now")}</Badge>
      ) : edits && (
        <Button size="small" look="quiet" onClick={back}>
          {t("history.back")}
          <span className={styles.unseen}>
            : {what}, {at}
          </span>
        </Button>
      )}
    </li>
  );
}

/** What a revision did. Going back says to what, not to which number. */
function useRevisionName(all: readonly Revision[]): (revision: Revision) => string {
  const t = useText();
  const say = useEditName();
  const name = (r: Revision): string => {
    const target = r.name.key === "edit.rewind" ? all.find((o) => o.revision === Number(r.name.args?.["revision"])) : undefined;
    return target ? t("history.rewound", { what: say(target.name) }) : say(r.name);
  };
  return (r) => {
    if (r.kind === "undo") return t("history.undid", { what: name(r) });
    if (r.kind === "redo") return t("history.redid", { what: name(r) });
    return name(r);
  };
}
