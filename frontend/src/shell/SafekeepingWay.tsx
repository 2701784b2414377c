// The way to a first backup that its owner can open even without the passphrase: the passphrase and
// the place, the recovery key, and then the backup, for a key opens only what is made after it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { getBackups } from "../api/backups";
import { getLock } from "../api/lock";
import { patchSettings } from "../api/settings";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Switch } from "../ui/Switch";
import { useTyped } from "../ui/useTyped";
import styles from "./Backups.module.css";
import { backupsKey } from "./backupsKey";
import { lockKey } from "./LockWatch";
import { NewPassphrase, newPassphraseOf, nothingTyped, useMaking, Working } from "./making";
import { settingsKey, usePreferences } from "./preferences";
import { RecoveryKey } from "./RecoveryKey";
import own from "./Safekeeping.module.css";
import { useFaultWords } from "./useFaultWords";

const total = 2;

type At = "place" | "key" | "done";

export default function SafekeepingWay({ close }: { close: () => void }) {
  const t = useText();
  const { settings, change } = usePreferences();
  const queries = useQueryClient();
  const lock = useQuery({ queryKey: lockKey, queryFn: getLock, staleTime: Infinity });
  const shelf = useQuery({ queryKey: backupsKey, queryFn: getBackups });
  const [at, setAt] = useState<At>("place");
  const [typed, setTyped] = useState(nothingTyped);
  const [weekly, setWeekly] = useState(true);
  const work = useMaking((made) => {
    if (!made) return;
    if (weekly) change((now) => ({ backup: { ...now.backup, every: "weekly" } }));
    setAt("done");
  });
  if (!lock.data || !shelf.data) return null;
  const folder = settings.backup.folder || shelf.data.folder;
  const hasKey = Boolean(lock.data.recovery);
  const make = () => {
    void queries.invalidateQueries({ queryKey: lockKey });
    setAt("place"); // what goes wrong is put right there
    void work.begin({ passphrase: newPassphraseOf(typed), remember: weekly });
  };
  if (work.busy) return <Working progress={work.progress} stop={work.stop} />;
  if (at === "key") return <RecoveryKey lockSet={lock.data.set} close={() => setAt("place")} done={make} way={{ step: <Step n={2} />, skip: make }} />;
  if (at === "done") return <Done folder={folder} weekly={weekly} hasKey={hasKey} close={close} />;
  return (
    <Place
      folder={folder}
      typed={typed}
      change={setTyped}
      weekly={weekly}
      setWeekly={setWeekly}
      trouble={work.trouble}
      next={{ label: t(hasKey ? "safekeeping.make" : "safekeeping.next"), go: hasKey ? make : () => setAt("key") }}
      step={hasKey ? null : <Step n={1} />}
      close={close}
    />
  );
}

function Step({ n }: { n: number }) {
  const t = useText();
  return <p className={own.step}>{t("safekeeping.step", { n, total })}</p>;
}

interface PlaceProps {
  folder: string;
  typed: typeof nothingTyped;
  change: (typed: typeof nothingTyped) => void;
  weekly: boolean;
  setWeekly: (weekly: boolean) => void;
  trouble: ReactNode;
  next: { label: string; go: () => void };
  step: ReactNode;
  close: () => void;
}

/** What opens the backups, and where they lie. A place that cannot be is refused here, before anything is made. */
function Place({ folder, typed, change, weekly, setWeekly, trouble, next, step, close }: PlaceProps) {
  const t = useText();
  const words = useFaultWords();
  const queries = useQueryClient();
  const { settings } = usePreferences();
  const [chosen, setChosen, forget] = useTyped<string>("safekeeping.folder", folder);
  const [refused, setRefused] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (chosen !== folder) {
        queries.setQueryData(settingsKey, await patchSettings({ backup: { ...settings.backup, folder: chosen } }));
        await queries.invalidateQueries({ queryKey: backupsKey });
      }
      forget();
      next.go();
    } catch (thrown) {
      const { title, fix, problems } = words(thrown);
      setRefused(problems[0] ?? `${title} ${fix}`);
    }
  };
  const type = (text: string) => {
    setChosen(text);
    setRefused("");
  };
  const leave = () => {
    forget();
    close();
  };
  return (
    <Dialog
      open
      onClose={leave}
      title={t("safekeeping.title")}
      actions={
        <>
          <Button onClick={leave}>{t("safekeeping.later")}</Button>
          <Button look="primary" type="submit" form="safekeeping" why={newPassphraseOf(typed) === "" && t("why.passphrase.new")}>
            {next.label}
          </Button>
        </>
      }
    >
      <form id="safekeeping" className={styles.form} onSubmit={(event) => void submit(event)}>
        {step}
        <p>{t("safekeeping.about")}</p>
        <NewPassphrase typed={typed} change={change} />
        <Field label={t("safekeeping.folder")} hint={t("safekeeping.folder.hint")} error={refused}>
          <TextInput value={chosen} onType={type} onCommit={type} />
        </Field>
        <Switch label={t("safekeeping.weekly")} checked={weekly} onChange={setWeekly} />
        {weekly && <Note>{t("safekeeping.weekly.hint")}</Note>}
        {trouble}
      </form>
    </Dialog>
  );
}

function Done({ folder, weekly, hasKey, close }: { folder: string; weekly: boolean; hasKey: boolean; close: () => void }) {
  const t = useText();
  return (
    <Dialog
      open
      onClose={close}
      title={t("safekeeping.done.title")}
      actions={
        <Button look="primary" onClick={close}>
          {t("safekeeping.done.close")}
        </Button>
      }
    >
      <div className={styles.form}>
        <p className={own.places}>{t("safekeeping.done.backup", { folder })}</p>
        {weekly && <p>{t("safekeeping.done.weekly")}</p>}
        <p>{t(hasKey ? "safekeeping.done.key" : "safekeeping.done.noKey")}</p>
      </div>
    </Dialog>
  );
}
