import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye, UserPlus } from "lucide-react";
import { useState } from "react";
import { lookAs } from "../api/client";
import { changeGuest, listGuests, revokeGuest } from "../api/guests";
import type { Guest, GuestTerms } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { useSession } from "../shell/session";
import { useFaultWords } from "../shell/useFaultWords";
import { useRefusal } from "../shell/useRefusal";
import { lookEvery, sharedWith, useShare, useSharing } from "../shell/useSharing";
import { useTitle } from "../shell/useTitle";
import { Button } from "../ui/Button";
import { Badge, EmptyState, FailedState, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import { AuditTrail } from "./AuditTrail";
import { Drafts } from "./Drafts";
import { HostStatus } from "./HostStatus";
import { Invite, Spoken } from "./Invite";
import { auditKey, guestsKey } from "./keys";
import styles from "./People.module.css";
import { sections } from "./terms";
import { TermsForm, termsFields } from "./TermsForm";

/** Who may come in, and what they see. On top, at the machine itself: whether Meridian can be reached at all. */
export default function People() {
  const t = useText();
  const words = useFaultWords();
  const { you } = useSession();
  const host = useShare().data?.address ?? (you.remote ? window.location.origin : "");
  const [inviting, setInviting] = useState(false);
  useTitle(t("people.title"));
  const sharing = sharedWith(useSharing());
  // Who comes and goes makes no event; from elsewhere it is not known whether anything is open, but something is.
  const list = useQuery({ queryKey: guestsKey, queryFn: listGuests, refetchInterval: (sharing || you.remote) && lookEvery });
  const welcome = list.data?.guests.filter((g) => !isOver(g)) ?? [];
  const over = list.data?.guests.filter(isOver) ?? [];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.h1}>{list.data ? (welcome.length === 0 ? t("people.headline.none") : t("people.headline", { n: welcome.length })) : t("people.title")}</h1>
        {welcome.length > 0 && (
          <Button look="primary" icon={<UserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
            {t("people.invite")}
          </Button>
        )}
      </header>
      {!you.remote && <HostStatus />}
      {list.error && <FailedState title={words(list.error).title} fix={words(list.error).fix} actions={<Button onClick={() => void list.refetch()}>{t("app.again")}</Button>} />}
      {list.isPending && <Skeleton height={120} />}
      {list.data && welcome.length === 0 && (
        <EmptyState
          title={t("people.empty.title")}
          actions={
            <Button look="primary" icon={<UserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
              {t("people.invite")}
            </Button>
          }
        >
          {t("people.empty.text")}
        </EmptyState>
      )}
      {welcome.length > 0 && (
        <ul className={styles.guests}>
          {welcome.map((guest) => (
            <Row key={guest.id} guest={guest} />
          ))}
        </ul>
      )}
      <Drafts />
      {over.length > 0 && (
        <details className={styles.over}>
          <summary>{t("people.over", { n: over.length })}</summary>
          <ul className={styles.guests}>
            {over.map((guest) => (
              <Row key={guest.id} guest={guest} />
            ))}
          </ul>
        </details>
      )}
      {list.data && <AuditTrail guests={list.data.guests} refused={list.data.refused} />}
      {inviting && <Invite host={host} close={() => setInviting(false)} />}
    </div>
  );
}

function isOver(guest: Guest): boolean {
  return guest.revoked !== undefined || new Date(guest.expires) <= new Date();
}

function Row({ guest }: { guest: Guest }) {
  const t = useText();
  const locale = useLocale();
  const [open, setOpen] = useState<"" | "terms" | "words" | "revoke">("");
  const over = isOver(guest);
  const close = () => setOpen("");
  return (
    <li className={styles.guest} data-over={over || undefined}>
      <div className={styles.who}>
        <span className={styles.guestName}>{guest.name}</span>
        <Badge tone={guest.role === "owner" ? "warn" : "accent"}>{t(`people.role.${guest.role}`)}</Badge>
        {guest.kind === "program" && <Badge>{t("people.kind.program")}</Badge>}
        {guest.here && <Badge tone="good">{t("people.here")}</Badge>}
      </div>
      <div className={styles.seen}>
        {guest.revoked
          ? t("people.revoked", { when: formatMoment(new Date(guest.revoked), locale) })
          : over
            ? t("people.expired", { when: formatMoment(new Date(guest.expires), locale) })
            : guest.seen
              ? t("people.seen", { when: formatMoment(new Date(guest.seen), locale) })
              : t("people.unseen", { when: formatMoment(new Date(guest.expires), locale) })}
      </div>
      <div className={styles.what}>
        {guest.sections.length === sections.length ? t("people.sees.all") : guest.sections.map((s) => t(`people.section.${s}`)).join(" · ")}
        {" — "}
        {t(`people.money.${guest.money}`)}
      </div>
      {!over && (
        <div className={styles.acts}>
          <Button size="small" look="quiet" icon={<Eye size={15} aria-hidden />} aria-label={t("people.view.name", { name: guest.name })} onClick={() => see(guest.id)}>
            {t("people.view")}
          </Button>
          <Button size="small" look="quiet" aria-label={t("people.change.name", { name: guest.name })} onClick={() => setOpen("terms")}>
            {t("people.change")}
          </Button>
          {guest.uses === 0 && guest.kind === "person" && (
            <Button size="small" look="quiet" aria-label={t("people.words.name", { name: guest.name })} onClick={() => setOpen("words")}>
              {t("people.words.show")}
            </Button>
          )}
          <Button size="small" look="quiet" aria-label={t("people.revoke.name", { name: guest.name })} onClick={() => setOpen("revoke")}>
            {t("people.revoke")}
          </Button>
        </div>
      )}
      {open === "terms" && <Change guest={guest} close={close} />}
      {open === "revoke" && <Revoke guest={guest} close={close} />}
      {open === "words" && (
        <Dialog open onClose={close} title={t("people.words")}>
          <Spoken words={guest.words} name={guest.name} />
        </Dialog>
      )}
    </li>
  );
}

/** Everything is read anew, as the guest. */
function see(guest: string): void {
  lookAs(guest);
  window.location.assign("/");
}

function Change({ guest, close }: { guest: Guest; close: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const refusal = useRefusal({ ...termsFields, email: ["/email"] });
  const [now] = useState<GuestTerms>({ name: guest.name, role: guest.role, sections: guest.sections, money: guest.money, control: guest.control, ...(guest.email ? { email: guest.email } : {}) });
  const [terms, setTerms, forget] = useTyped(`guest.${guest.id}`, now);
  const cancel = () => {
    forget();
    close();
  };
  const keep = async () => {
    refusal.clear();
    try {
      await changeGuest(guest.id, terms);
      forget();
      await queries.invalidateQueries({ queryKey: guestsKey });
      await queries.invalidateQueries({ queryKey: auditKey });
      close();
    } catch (thrown) {
      refusal.take(thrown);
    }
  };
  return (
    <Dialog
      open
      onClose={cancel}
      title={t("people.change.name", { name: guest.name })}
      actions={
        <>
          <Button look="quiet" onClick={cancel}>
            {t("people.cancel")}
          </Button>
          <Button look="primary" onClick={() => void keep()}>
            {t("people.keep")}
          </Button>
        </>
      }
    >
      <TermsForm terms={terms} wrong={refusal.at} onChange={setTerms} />
      {(refusal.at.email || refusal.rest) && (
        <Note tone="error" alert>
          {refusal.at.email} {refusal.rest}
        </Note>
      )}
    </Dialog>
  );
}

function Revoke({ guest, close }: { guest: Guest; close: () => void }) {
  const t = useText();
  const { toast } = useToast();
  const words = useFaultWords();
  const queries = useQueryClient();
  const end = async () => {
    try {
      await revokeGuest(guest.id);
      toast({ text: t("people.revoke.done", { name: guest.name }) });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
    await queries.invalidateQueries({ queryKey: guestsKey });
    await queries.invalidateQueries({ queryKey: auditKey });
    close();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t("people.revoke.title", { name: guest.name })}
      actions={
        <>
          <Button look="quiet" onClick={close}>
            {t("people.cancel")}
          </Button>
          <Button look="danger" onClick={() => void end()}>
            {t("people.revoke")}
          </Button>
        </>
      }
    >
      <p>{t("people.revoke.about")}</p>
    </Dialog>
  );
}
