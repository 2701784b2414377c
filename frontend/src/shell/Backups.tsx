import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { backupFile, exportFile, forgetPassphrase, getBackups } from "../api/backups";
import { getLock } from "../api/lock";
import { nativeSaveBackup, nativeSaveExport } from "../api/native";
import type { Backup, BackupShelf, SavedFile, Settings } from "../api/types";
import { formatSize } from "../format/number";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import { useToast } from "../ui/Toast";
import { BackupContents } from "./BackupContents";
import styles from "./Backups.module.css";
import { backupsKey } from "./backupsKey";
import { lockKey } from "./LockWatch";
import { NewPassphrase, newPassphraseOf, nothingTyped, useMaking, Working } from "./making";
import { usePreferences } from "./preferences";
import { RecoveryKey } from "./RecoveryKey";
import { Places, Restore, TakeIn } from "./Restore";
import { Row } from "./Row";
import { useSession } from "./session";
import { useFaultWords } from "./useFaultWords";

/** Backups: the last one, making one, the schedule, and what lies there. */
export function Backups() {
  const t = useText();
  const words = useFaultWords();
  const shelf = useQuery({ queryKey: backupsKey, queryFn: getBackups });
  if (shelf.error)
    return (
      <Row name={t("backup.title")}>
        <FailedState title={words(shelf.error).title} fix={words(shelf.error).fix} />
      </Row>
    );
  return <Row name={t("backup.title")}>{shelf.data ? <Shelf shelf={shelf.data} /> : <Skeleton height={96} />}</Row>;
}

function Shelf({ shelf }: { shelf: BackupShelf }) {
  const t = useText();
  const locale = useLocale();
  const session = useSession();
  const { settings } = usePreferences();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const [sparing, setSparing] = useState(false);
  const lock = useQuery({ queryKey: lockKey, queryFn: getLock, staleTime: Infinity, enabled: !session.you.remote });
  const save = useSaving();
  // At the first passphrase: a forgotten one should not be the end.
  const made = () => {
    setMaking(false);
    if (lock.data && !lock.data.recovery && !last) setSparing(true);
  };
  const last = shelf.backups[0];
  return (
    <div className={styles.shelf}>
      <p>{last ? t("backup.last", { when: formatMoment(new Date(last.made), locale), size: formatSize(last.bytes) }) : t(settings.backup.later ? "safekeeping.put" : "backup.none")}</p>
      <div className={styles.acts}>
        <Button look="primary" size="small" onClick={() => setMaking(true)}>
          {t("backup.make")}
        </Button>
        {session.native ? (
          <Button look="quiet" size="small" onClick={() => void save(nativeSaveExport())}>
            {t("backup.export")}
          </Button>
        ) : (
          <a className={styles.link} href={exportFile} download>
            {t("backup.export")}
          </a>
        )}
      </div>
      <Note>{t("backup.export.hint")}</Note>
      <Schedule shelf={shelf} />
      {last && <List backups={shelf.backups} native={session.native} restore={setRestoring} />}
      {!session.you.remote && (
        <div className={styles.acts}>
          <TakeIn
            taken={(backup) => {
              void queries.invalidateQueries({ queryKey: backupsKey });
              setRestoring(backup);
            }}
          />
        </div>
      )}
      <Places />
      <Note>{t("backup.folder", { folder: shelf.folder })}</Note>
      {making && <Make remembered={shelf.remembered} close={() => setMaking(false)} done={made} />}
      {restoring && <Restore backup={restoring} close={() => setRestoring(null)} />}
      {sparing && (
        <RecoveryKey
          lockSet={lock.data?.set ?? false}
          close={() => {
            void queries.invalidateQueries({ queryKey: lockKey });
            setSparing(false);
          }}
        />
      )}
    </div>
  );
}

/** Tells where the window saved a file, or why it could not. */
function useSaving() {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  return async (saving: Promise<SavedFile | null>) => {
    try {
      const saved = await saving;
      if (saved) toast({ text: t("bar.saved", { name: saved.path }) });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
  };
}

type Every = Settings["backup"]["every"];

function Schedule({ shelf }: { shelf: BackupShelf }) {
  const t = useText();
  const { settings, change } = usePreferences();
  const { toast } = useToast();
  const words = useFaultWords();
  const queries = useQueryClient();
  const choose = (every: Every) => change({ backup: { ...settings.backup, every } });
  const forget = async () => {
    try {
      await forgetPassphrase();
      choose("");
      toast({ text: t("backup.forgotten") });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
    await queries.invalidateQueries({ queryKey: backupsKey });
  };
  if (!shelf.remembered) return <Note>{t("backup.every.needs")}</Note>;
  return (
    <div className={styles.schedule}>
      <span>{t("backup.every")}</span>
      <Segmented<Every>
        label={t("backup.every")}
        value={settings.backup.every}
        onChange={choose}
        options={[
          { value: "", label: t("backup.every.never") },
          { value: "daily", label: t("backup.every.daily") },
          { value: "weekly", label: t("backup.every.weekly") },
        ]}
      />
      <Button look="quiet" size="small" onClick={() => void forget()}>
        {t("backup.forget")}
      </Button>
      <Note>{t("backup.every.hint", { count: settings.backup.keep })}</Note>
    </div>
  );
}

function List({ backups, native, restore }: { backups: readonly Backup[]; native: boolean; restore: (backup: Backup) => void }) {
  const t = useText();
  const locale = useLocale();
  const [opened, setOpened] = useState<Backup | null>(null);
  const save = useSaving();
  return (
    <details>
      <summary className={styles.summary}>{t("backup.list")}</summary>
      <ul className={styles.list}>
        {backups.map((backup) => {
          const when = formatMoment(new Date(backup.made), locale);
          return (
            <li key={backup.name} className={styles.item}>
              <span>
                {when}
                <span className={styles.proof}>{backup.verified ? t("backup.verified", { when: formatMoment(new Date(backup.verified), locale) }) : t("backup.unverified")}</span>
              </span>
              <span className={styles.size}>{formatSize(backup.bytes)}</span>
              <span className={styles.itemActs}>
                {native ? (
                  <Button look="quiet" size="small" aria-label={t("backup.download.name", { when })} onClick={() => void save(nativeSaveBackup(backup.name))}>
                    {t("backup.download")}
                  </Button>
                ) : (
                  <a className={styles.link} href={backupFile(backup.name)} download={backup.name} aria-label={t("backup.download.name", { when })}>
                    {t("backup.download")}
                  </a>
                )}
                <Button look="quiet" size="small" aria-label={t("backup.open.name", { when })} onClick={() => setOpened(backup)}>
                  {t("backup.open")}
                </Button>
                <Button look="quiet" size="small" aria-label={t("restore.whole.name", { when })} onClick={() => restore(backup)}>
                  {t("restore.whole")}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {opened && <BackupContents backup={opened} close={() => setOpened(null)} />}
    </details>
  );
}

function Make({ remembered, close, done }: { remembered: boolean; close: () => void; done: () => void }) {
  const t = useText();
  const { toast } = useToast();
  const [kept, setKept] = useState(remembered);
  const [typed, setTyped] = useState(nothingTyped);
  const [remember, setRemember] = useState(false);
  const work = useMaking((made) => {
    toast({ text: t(made ? "backup.done" : "backup.stopped") });
    done();
  });
  const passphrase = newPassphraseOf(typed);
  const ready = kept || passphrase !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void work.begin(kept ? {} : { passphrase, remember });
  };
  if (work.busy) return <Working progress={work.progress} stop={work.stop} />;
  return (
    <Dialog
      open
      onClose={close}
      title={t("backup.make.title")}
      actions={
        <>
          <Button onClick={close}>{t("backup.cancel")}</Button>
          <Button look="primary" type="submit" form="make-backup" why={!ready && t("why.passphrase.new")}>
            {t("backup.make")}
          </Button>
        </>
      }
    >
      <form id="make-backup" className={styles.form} onSubmit={submit}>
        <p>{t("backup.make.about")}</p>
        {kept ? (
          <p>
            {t("backup.remembered")}{" "}
            <Button look="quiet" size="small" onClick={() => setKept(false)}>
              {t("backup.other")}
            </Button>
          </p>
        ) : (
          <>
            <NewPassphrase typed={typed} change={setTyped} />
            <Switch label={t("backup.remember")} checked={remember} onChange={setRemember} />
          </>
        )}
        {work.trouble}
      </form>
    </Dialog>
  );
}
