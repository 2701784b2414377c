// The advisor with its conversations.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { deleteThread, listThreads } from "../api/advisor";
import type { AdvisorThread } from "../api/types";
import { formatClock, formatDay } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { localDay } from "../shell/pastDays";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { useFaultWords } from "../shell/useFaultWords";
import { useTitle } from "../shell/useTitle";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { Advisor } from "./Advisor";
import styles from "./AdvisorPage.module.css";
import { threadsKey, useConversation } from "./conversation";

export default function AdvisorPage() {
  const t = useText();
  useTitle(t("advisor.title"));
  // Other screens hand a question over in the address; it is asked when a person sends it.
  const [query] = useSearchParams();
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{t("advisor.h1")}</h1>
      <div className={styles.halves}>
        <Threads />
        <h2 className="visuallyHidden">{t("advisor.title")}</h2>
        <Advisor focused offers={12} draft={query.get("ask") ?? ""} />
      </div>
    </div>
  );
}

function Threads() {
  const t = useText();
  const { id } = usePlanSession().state;
  const { open, thread } = useConversation();
  const { asks, archives } = usePowers();
  const words = useFaultWords();
  const threads = useQuery({ queryKey: threadsKey(id), queryFn: ({ signal }) => listThreads(id, signal) });
  const [going, setGoing] = useState<AdvisorThread | null>(null);
  const failed = threads.error && words(threads.error);
  return (
    <nav className={styles.threads} aria-label={t("advisor.threads")}>
      {asks && (
        <Button size="small" icon={<Plus size={15} aria-hidden />} why={thread === null && t("why.thread")} onClick={() => open(null)}>
          {t("advisor.new")}
        </Button>
      )}
      {failed && (
        <Note tone="error" alert>
          {failed.title} {failed.fix}
        </Note>
      )}
      {threads.data?.length === 0 && <p className={styles.none}>{t("advisor.threads.none")}</p>}
      <ul className={styles.list}>
        {(threads.data ?? []).map((one) => (
          <li key={one.id} className={styles.row}>
            <button type="button" className={styles.thread} aria-current={one.id === thread ? "true" : undefined} onClick={() => open(one.id)}>
              <span className={styles.name}>{one.title}</span>
              <Count thread={one} />
            </button>
            {archives && (
              <IconButton size="small" label={t("advisor.delete.what", { title: one.title })} onClick={() => setGoing(one)}>
                <Trash2 size={15} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {going && <Delete thread={going} onClose={() => setGoing(null)} />}
    </nav>
  );
}

function Count({ thread }: { thread: AdvisorThread }) {
  const t = useText();
  const locale = useLocale();
  const at = new Date(thread.updated);
  const [now] = useState(() => localDay(new Date()));
  const today = localDay(at) === now;
  return (
    <span className={styles.when}>
      {today ? formatClock(at, locale) : formatDay(localDay(at), locale)} · {t("advisor.count", { n: thread.count })}
    </span>
  );
}

function Delete({ thread, onClose }: { thread: AdvisorThread; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const { toast } = useToast();
  const words = useFaultWords();
  const { id } = usePlanSession().state;
  const conversation = useConversation();
  const [failed, setFailed] = useState<unknown>(null);
  const go = async () => {
    try {
      await deleteThread(thread.id);
    } catch (thrown) {
      return setFailed(thrown);
    }
    if (conversation.thread === thread.id) conversation.open(null);
    await queries.invalidateQueries({ queryKey: threadsKey(id) });
    toast({ text: t("advisor.deleted") });
    onClose();
  };
  const said = failed !== null ? words(failed) : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("advisor.delete")}
      actions={
        <>
          <Button onClick={onClose}>{t("advisor.delete.no")}</Button>
          <Button look="danger" onClick={() => void go()}>
            {t("advisor.delete.yes")}
          </Button>
        </>
      }
    >
      <p>{t("advisor.delete.text", { title: thread.title })}</p>
      {said && (
        <Note tone="error" alert>
          {said.title} {said.fix}
        </Note>
      )}
    </Dialog>
  );
}
