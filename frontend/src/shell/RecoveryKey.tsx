// A recovery key is shown once, put on paper, and holds when some of it was typed back.
import { useState, type FormEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { beginRecoveryKey, confirmRecoveryKey } from "../api/lock";
import type { NewRecoveryKey } from "../api/types";
import { download } from "../desktop/files";
import { formatMoment } from "../format/time";
import { printPage } from "../desktop/print";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput, TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import styles from "./RecoveryKey.module.css";
import { useSession } from "./session";
import { useRefusal } from "./useRefusal";

/** `way` is where it stands within a longer way, which goes on with `done` once the key holds, or with `skip` without one. */
export function RecoveryKey({ lockSet, close, done = close, way }: { lockSet: boolean; close: () => void; done?: () => void; way?: { step: ReactNode; skip: () => void } }) {
  const t = useText();
  const [made, setMade] = useState<NewRecoveryKey | null>(null);
  const [checking, setChecking] = useState(false);
  const [present, setPresent] = useState("");
  const refusal = useRefusal({ present: ["lock.wrong", "lock.wait"] });
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    refusal.clear();
    try {
      setMade(await beginRecoveryKey(present));
    } catch (thrown) {
      refusal.take(thrown);
    }
  };
  if (made && checking) return <Check made={made} back={() => setChecking(false)} close={close} done={done} />;
  if (made) return <Sheet made={made} next={() => setChecking(true)} close={close} />;
  return (
    <Dialog
      open
      onClose={close}
      title={t("recovery.make")}
      actions={
        <>
          {way ? <Button onClick={way.skip}>{t("safekeeping.noKey")}</Button> : <Button onClick={close}>{t("recovery.later")}</Button>}
          <Button look="primary" type="submit" form="begin-recovery" why={lockSet && present === "" && t("why.passphrase")}>
            {t("recovery.show")}
          </Button>
        </>
      }
    >
      <form id="begin-recovery" className={styles.form} onSubmit={(event) => void begin(event)}>
        {way?.step}
        <p>{t("recovery.about")}</p>
        <Note>{t("recovery.about.backups")}</Note>
        {lockSet && (
          <Field label={t("lock.present")} error={refusal.at.present}>
            <SecretInput value={present} onType={setPresent} autoFocus />
          </Field>
        )}
        {refusal.rest && (
          <Note tone="error" alert>
            {refusal.rest}
          </Note>
        )}
      </form>
    </Dialog>
  );
}

function Sheet({ made, next, close }: { made: NewRecoveryKey; next: () => void; close: () => void }) {
  const t = useText();
  const locale = useLocale();
  const { native } = useSession();
  const [when] = useState(() => formatMoment(new Date(), locale));
  const text = `${t("recovery.sheet.title")}\n${when}\n\n${made.words.join("-")}\n\n${t("recovery.sheet.text")}\n`;
  return (
    <Dialog
      open
      onClose={close}
      title={t("recovery.yours")}
      actions={
        <>
          <Button onClick={printPage}>{t("recovery.print")}</Button>
          {!native && <Button onClick={() => download("meridian-recovery-key.txt", "text/plain", text)}>{t("recovery.save")}</Button>}
          <Button look="primary" onClick={next}>
            {t("recovery.written")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t("recovery.once")}</p>
        <Words words={made.words} />
        <Note>{t("recovery.letters")}</Note>
      </div>
      {createPortal(
        <div className={styles.paper} data-recovery-sheet>
          <h1>{t("recovery.sheet.title")}</h1>
          <p>{when}</p>
          <Words words={made.words} />
          <p>{t("recovery.sheet.text")}</p>
        </div>,
        document.body,
      )}
    </Dialog>
  );
}

function Words({ words }: { words: readonly string[] }) {
  return (
    <ol className={styles.words}>
      {words.map((word, i) => (
        <li key={i}>{word}</li>
      ))}
    </ol>
  );
}

/** Whether a group was typed otherwise than it stands in the key; letters are read as the backend reads them. */
function differsFrom(group = "", typed = ""): boolean {
  const plain = (text: string) => text.toUpperCase().replaceAll(/[\s·-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return plain(group) !== plain(typed);
}

function Check({ made, back, close, done }: { made: NewRecoveryKey; back: () => void; close: () => void; done: () => void }) {
  const t = useText();
  const { toast } = useToast();
  const [typed, setTyped] = useState<string[]>(() => made.ask.map(() => ""));
  const refusal = useRefusal({ groups: ["recovery.unconfirmed"] });
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    refusal.clear();
    try {
      await confirmRecoveryKey(typed);
      toast({ text: t("recovery.done") });
      done();
    } catch (thrown) {
      refusal.take(thrown);
    }
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t("recovery.check")}
      actions={
        <>
          <Button onClick={back}>{t("recovery.look")}</Button>
          <Button look="primary" type="submit" form="confirm-recovery" why={typed.some((word) => word.trim() === "") && t("why.groups")}>
            {t("recovery.confirm")}
          </Button>
        </>
      }
    >
      <form id="confirm-recovery" className={styles.form} onSubmit={(event) => void confirm(event)}>
        <p>{t("recovery.check.about")}</p>
        {made.ask.map((at, i) => {
          const type = (text: string) => setTyped((now) => now.map((word, j) => (j === i ? text : word)));
          return (
            <Field key={at} label={t("recovery.group", { number: at + 1 })} error={refusal.at.groups && differsFrom(made.words[at], typed[i]) && t("recovery.group.wrong")} heard>
              <TextInput value={typed[i] ?? ""} onType={type} onCommit={type} autoFocus={i === 0} />
            </Field>
          );
        })}
        {(refusal.at.groups || refusal.rest) && (
          <Note tone="error" alert>
            {refusal.at.groups || refusal.rest}
          </Note>
        )}
      </form>
    </Dialog>
  );
}
