import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { inviteGuest } from "../api/guests";
import type { GuestTerms, InvitedGuest } from "../api/types";
import { copyText } from "../desktop/files";
import { useLocale, useText } from "../i18n/text";
import { useRefusal } from "../shell/useRefusal";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import { guestsKey } from "./keys";
import styles from "./People.module.css";
import { QR } from "./QR";
import { linkOf, usual } from "./terms";
import { TermsForm, termsFields } from "./TermsForm";

type Days = "1" | "7" | "30" | "365";
const spans: readonly Days[] = ["1", "7", "30", "365"];

interface Asked extends GuestTerms {
  kind: "person" | "program";
  days: Days;
}

const first: Asked = { ...usual, kind: "person", days: "30" };

/** Invites somebody: the terms first, then the link, this once. host is where Meridian can be reached; "" while it is not shared. */
export function Invite({ host, close }: { host: string; close: () => void }) {
  const t = useText();
  const [made, setMade] = useState<InvitedGuest | null>(null);
  if (made) return <Made made={made} host={host} close={close} />;
  return <Terms close={close} made={setMade} title={t("people.invite")} />;
}

function Terms({ close, made, title }: { close: () => void; made: (guest: InvitedGuest) => void; title: string }) {
  const t = useText();
  const queries = useQueryClient();
  const [{ kind, days, ...terms }, setAsked, forget] = useTyped<Asked>("invite", first);
  const setTerms = (next: GuestTerms) => setAsked({ ...next, kind, days });
  const refusal = useRefusal({ ...termsFields, days: ["/days"], email: ["/email"] });
  const [busy, setBusy] = useState(false);
  const cancel = () => {
    forget();
    close();
  };
  const invite = async () => {
    setBusy(true);
    refusal.clear();
    try {
      const guest = await inviteGuest({ ...terms, kind, days: Number(days), maxUses: 3 });
      forget();
      made(guest);
      await queries.invalidateQueries({ queryKey: guestsKey });
    } catch (thrown) {
      refusal.take(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={cancel}
      title={title}
      actions={
        <>
          <Button look="quiet" onClick={cancel}>
            {t("people.cancel")}
          </Button>
          <Button look="primary" busy={busy} onClick={() => void invite()}>
            {kind === "person" ? t("people.invite.make") : t("people.invite.makeProgram")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Segmented
          wide
          label={t("people.kind")}
          value={kind}
          onChange={(next) => setAsked({ ...terms, days, kind: next })}
          options={[
            { value: "person", label: t("people.kind.person") },
            { value: "program", label: t("people.kind.program") },
          ]}
        />
        <TermsForm terms={terms} wrong={refusal.at} onChange={setTerms} />
        <div>
          <div className={styles.label}>{t("people.days")}</div>
          <Segmented wide label={t("people.days")} value={days} onChange={(next) => setAsked({ ...terms, kind, days: next })} options={spans.map((span) => ({ value: span, label: t(`people.days.${span}`) }))} />
        </div>
        <Field label={t("people.email")} optional={t("people.optional")} hint={t("people.email.hint")} error={refusal.at.email}>
          <TextInput value={terms.email ?? ""} onType={(email) => setTerms({ ...terms, email })} onCommit={(email) => setTerms({ ...terms, email })} />
        </Field>
        {(refusal.at.days || refusal.rest) && (
          <Note tone="error" alert>
            {refusal.at.days} {refusal.rest}
          </Note>
        )}
      </div>
    </Dialog>
  );
}

function Made({ made, host, close }: { made: InvitedGuest; host: string; close: () => void }) {
  const t = useText();
  const { toast } = useToast();
  const name = made.guest.name;
  const copy = async (text: string) => {
    await copyText(text);
    toast({ text: t("app.copied") });
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t("people.made.title", { name })}
      actions={
        <Button look="primary" onClick={close}>
          {t("people.done")}
        </Button>
      }
    >
      <div className={styles.form}>
        {made.token ? <Link link={linkOf(host || window.location.origin, made.token)} host={host} copy={copy} name={name} /> : <Secret made={made} copy={copy} />}
        <Spoken words={made.guest.words} name={name} />
      </div>
    </Dialog>
  );
}

function Link({ link, host, copy, name }: { link: string; host: string; copy: (text: string) => Promise<void>; name: string }) {
  const t = useText();
  return (
    <>
      <p>{t("people.made.about", { name })}</p>
      {!host && <Note tone="warning">{t("people.made.notShared")}</Note>}
      <div className={styles.link}>
        <code className={styles.secret}>{link}</code>
        <Button size="small" onClick={() => void copy(link)}>
          {t("app.copy")}
        </Button>
      </div>
      {host && <QR text={link} label={t("people.made.qr", { name })} />}
    </>
  );
}

function Secret({ made, copy }: { made: InvitedGuest; copy: (text: string) => Promise<void> }) {
  const t = useText();
  const headers = `Meridian-Client-Id: ${made.guest.id}\nMeridian-Client-Secret: ${made.secret ?? ""}`;
  return (
    <>
      <p>{t("people.made.program")}</p>
      <div className={styles.link}>
        <code className={styles.secret}>{headers}</code>
        <Button size="small" onClick={() => void copy(headers)}>
          {t("app.copy")}
        </Button>
      </div>
    </>
  );
}

/** The six words that both sides read to one another. */
export function Spoken({ words, name }: { words: { en: string[]; ko: string[] }; name: string }) {
  const t = useText();
  const locale = useLocale();
  return (
    <div className={styles.spoken}>
      <div className={styles.label}>{t("people.words")}</div>
      <ol className={styles.words}>
        {words[locale].map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
      <Note>{t("people.words.hint", { name })}</Note>
    </div>
  );
}
