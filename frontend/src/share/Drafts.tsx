import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { acceptDraft, declineDraft, listDrafts } from "../api/guests";
import { getPlan } from "../api/plans";
import type { Draft } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { plansKey } from "../shell/TopBar";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { useToast } from "../ui/Toast";
import { draftsKey } from "../shell/powers";
import { auditKey } from "./keys";
import styles from "./People.module.css";

/** The drafts that wait for the owner; nothing where there are none. */
export function Drafts() {
  const t = useText();
  const drafts = useQuery({ queryKey: draftsKey, queryFn: listDrafts });
  const open = drafts.data?.filter((d) => d.state === "open") ?? [];
  if (open.length === 0) return null;
  return (
    <section>
      <h2 className={styles.h2}>{t("people.drafts", { n: open.length })}</h2>
      <ul className={styles.guests}>
        {open.map((draft) => (
          <Row key={draft.plan} draft={draft} />
        ))}
      </ul>
    </section>
  );
}

function Row({ draft }: { draft: Draft }) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const { toast } = useToast();
  const words = useFaultWords();
  const queries = useQueryClient();
  const decide = async (act: () => Promise<unknown>, said: string) => {
    try {
      await act();
      toast({ text: said });
    } catch (thrown) {
      toast({ text: words(thrown).problems[0] ?? words(thrown).title, tone: "bad" });
    }
    await Promise.all([draftsKey, auditKey, plansKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const accept = async () => {
    const { revision } = await getPlan(draft.of);
    return acceptDraft(draft.plan, revision);
  };
  return (
    <li className={styles.guest}>
      <div className={styles.who}>
        <span className={styles.guestName}>{t("people.draft", { name: draft.name })}</span>
      </div>
      <div className={styles.seen}>{formatMoment(new Date(draft.made), locale)}</div>
      <div className={styles.acts}>
        <Button size="small" look="quiet" onClick={() => void go(`/h/${draft.plan}/plan`)}>
          {t("people.draft.open")}
        </Button>
        <Button size="small" look="quiet" onClick={() => void decide(() => declineDraft(draft.plan), t("people.draft.declined"))}>
          {t("people.draft.decline")}
        </Button>
        <Button size="small" look="primary" onClick={() => void decide(accept, t("people.draft.accepted"))}>
          {t("people.draft.accept")}
        </Button>
      </div>
    </li>
  );
}
