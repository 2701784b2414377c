// Says to a guest what they are here, and to the owner whose eyes they look through.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { lookAs } from "../api/client";
import { leave, listDrafts, startDraft } from "../api/guests";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { useToast } from "../ui/Toast";
import styles from "./GuestBanner.module.css";
import { useMaybePlanSession } from "./planSession";
import { draftsKey } from "./powers";
import { useSession } from "./session";
import { plansKey } from "./TopBar";
import { useFaultWords } from "./useFaultWords";

/** Nothing for the owner at the machine. */
export function GuestBanner() {
  const t = useText();
  const { you } = useSession();
  if (!you.remote && !you.looking) return null;
  const end = async () => {
    if (you.looking) lookAs("");
    else await leave().catch(() => undefined);
    window.location.assign(you.looking ? "/people" : "/");
  };
  return (
    <div className={styles.banner} role="status" data-looking={you.looking || undefined}>
      <span className={styles.said}>
        <strong>{you.looking ? t("guest.looking", { name: you.name ?? "" }) : t("guest.welcome", { name: you.name ?? "" })}</strong> {t(`guest.role.${you.role}`)}
        {you.money !== "full" && " " + t(`guest.money.${you.money}`)}
      </span>
      {you.role === "adviser" && !you.looking && <DraftButton />}
      <Button size="small" look="quiet" onClick={() => void end()}>
        {you.looking ? t("guest.stop") : t("guest.leave")}
      </Button>
    </div>
  );
}

/** Begins a draft of the open plan, or says that this is one. */
function DraftButton() {
  const t = useText();
  const go = useNavigate();
  const plan = useMaybePlanSession();
  const queries = useQueryClient();
  const { toast } = useToast();
  const words = useFaultWords();
  const drafts = useQuery({ queryKey: draftsKey, queryFn: listDrafts });
  const begin = useMutation({
    mutationFn: startDraft,
    onSuccess: async (draft) => {
      await Promise.all([queries.invalidateQueries({ queryKey: draftsKey }), queries.invalidateQueries({ queryKey: plansKey })]);
      void go(`/h/${draft.id}/plan`);
    },
    onError: (thrown) => toast({ text: words(thrown).title, tone: "bad" }),
  });
  if (!plan || !drafts.data) return null;
  const own = drafts.data.find((d) => d.plan === plan.state.id);
  if (own) return <span className={styles.draft}>{t("guest.draft.here")}</span>;
  const begun = drafts.data.find((d) => d.of === plan.state.id && d.state === "open");
  return (
    <Button size="small" busy={begin.isPending} onClick={() => (begun ? void go(`/h/${begun.plan}/plan`) : begin.mutate(plan.state.id))}>
      {begun ? t("guest.draft.open") : t("guest.draft.begin")}
    </Button>
  );
}
