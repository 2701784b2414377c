// The lock and the recovery key, in Settings.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { getLock, removeLock, setLock } from "../api/lock";
import type { LockState, Settings } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import { useToast } from "../ui/Toast";
import styles from "./Backups.module.css";
import { lockNow } from "./lockState";
import { lockKey } from "./LockWatch";
import { differs } from "./making";
import { usePreferences } from "./preferences";
import { RecoveryKey } from "./RecoveryKey";
import { Row } from "./Row";
import { useFaultWords } from "./useFaultWords";
import { useRefusal } from "./useRefusal";

type Asking = "" | "set" | "remove" | "key";

export function LockRow() {
  const t = useText();
  const locale = useLocale();
  const queries = useQueryClient();
  const lock = useQuery({ queryKey: lockKey, queryFn: getLock, staleTime: Infinity });
  const [asking, setAsking] = useState<Asking>("");
  if (!lock.data) return <Row name={t("lock.title")}>{lock.isPending && <Skeleton height={64} />}</Row>;
  const state = lock.data;
  const close = async (next: Asking = "") => {
    await queries.invalidateQueries({ queryKey: lockKey });
    setAsking(next);
  };
  return (
    <>
      <Row name={t("lock.title")} hint={t("lock.honest")}>
        <div className={styles.shelf}>
          {state.set ? <Chosen ask={setAsking} /> : <p>{t("lock.none")}</p>}
          {!state.set && (
            <div className={styles.acts}>
              <Button size="small" onClick={() => setAsking("set")}>
                {t("lock.set")}
              </Button>
            </div>
          )}
        </div>
      </Row>
      <Row name={t("recovery.title")} hint={t("recovery.hint")}>
        <div className={styles.shelf}>
          <p>{state.recovery ? t("recovery.made", { when: formatMoment(new Date(state.recovery), locale) }) : t("recovery.none")}</p>
          <div className={styles.acts}>
            <Button size="small" onClick={() => setAsking("key")}>
              {state.recovery ? t("recovery.again") : t("recovery.make")}
            </Button>
          </div>
        </div>
      </Row>
      {asking === "set" && <NewPassphrase state={state} done={() => void close(state.set || state.recovery ? "" : "key")} close={() => setAsking("")} />}
      {asking === "remove" && <Remove close={() => void close()} />}
      {asking === "key" && <RecoveryKey lockSet={state.set} close={() => void close()} />}
    </>
  );
}

const minutes = [0, 5, 15, 60] as const;

function Chosen({ ask }: { ask: (asking: Asking) => void }) {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const { settings, change } = usePreferences();
  const choose = (patch: Partial<Settings["lock"]>) => change({ lock: { ...settings.lock, ...patch } });
  const lock = () => void lockNow().catch((thrown: unknown) => toast({ text: words(thrown).title, tone: "bad" }));
  return (
    <>
      <div className={styles.acts}>
        <Button look="primary" size="small" onClick={lock}>
          {t("lock.now")}
        </Button>
        <Button look="quiet" size="small" onClick={() => ask("set")}>
          {t("lock.change")}
        </Button>
        <Button look="quiet" size="small" onClick={() => ask("remove")}>
          {t("lock.remove")}
        </Button>
      </div>
      <div className={styles.schedule}>
        <span>{t("lock.idle")}</span>
        <Segmented
          label={t("lock.idle")}
          value={String(settings.lock.minutes)}
          onChange={(value) => choose({ minutes: Number(value) })}
          options={minutes.map((m) => ({ value: String(m), label: m === 0 ? t("lock.idle.never") : t("lock.idle.minutes", { count: m }) }))}
        />
      </div>
      <Switch label={t("lock.remote")} checked={settings.lock.remote} onChange={(remote) => choose({ remote })} />
    </>
  );
}

const shortest = 6; // bytes, as the backend counts

function NewPassphrase({ state, done, close }: { state: LockState; done: () => void; close: () => void }) {
  const t = useText();
  const { toast } = useToast();
  const [present, setPresent] = useState("");
  const [first, setFirst] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const refusal = useRefusal({ present: ["lock.wrong", "lock.wait"], first: ["lock.short"] });
  const short = first !== "" && new TextEncoder().encode(first).length < shortest;
  const ready = first !== "" && !short && first === again && (!state.set || present !== "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    refusal.clear();
    try {
      await setLock(first, present);
      toast({ text: t("lock.set.done") });
      done();
    } catch (thrown) {
      refusal.take(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={close}
      title={state.set ? t("lock.change") : t("lock.set")}
      actions={
        <>
          <Button onClick={close}>{t("backup.cancel")}</Button>
          <Button look="primary" type="submit" form="set-lock" busy={busy} why={state.set && present === "" ? t("why.passphrase") : !ready && t("why.passphrase.new")}>
            {t("lock.set.do")}
          </Button>
        </>
      }
    >
      <form id="set-lock" className={styles.form} onSubmit={(event) => void submit(event)}>
        <p>{t("lock.about")}</p>
        {state.set && (
          <Field label={t("lock.present")} error={refusal.at.present}>
            <SecretInput value={present} onType={setPresent} autoFocus />
          </Field>
        )}
        <Field label={t("lock.passphrase.new")} hint={t("lock.passphrase.hint")} error={(short && t("lock.passphrase.short")) || refusal.at.first}>
          <SecretInput value={first} onType={setFirst} autoFocus={!state.set} />
        </Field>
        <Field label={t("lock.passphrase.again")} error={differs(first, again) && t("backup.passphrase.differs")}>
          <SecretInput value={again} onType={setAgain} />
        </Field>
        <Note>{t("lock.kept")}</Note>
        {refusal.rest && (
          <Note tone="error" alert>
            {refusal.rest}
          </Note>
        )}
        <p role="status">{busy && t("lock.busy")}</p>
      </form>
    </Dialog>
  );
}

function Remove({ close }: { close: () => void }) {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const [present, setPresent] = useState("");
  const [trouble, setTrouble] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await removeLock(present);
      toast({ text: t("lock.removed") });
      close();
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    }
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t("lock.remove")}
      actions={
        <>
          <Button onClick={close}>{t("backup.cancel")}</Button>
          <Button look="danger" type="submit" form="remove-lock" why={present === "" && t("why.passphrase")}>
            {t("lock.remove")}
          </Button>
        </>
      }
    >
      <form id="remove-lock" className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label={t("lock.present")} error={trouble}>
          <SecretInput value={present} onType={setPresent} autoFocus />
        </Field>
      </form>
    </Dialog>
  );
}
