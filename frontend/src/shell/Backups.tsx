import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { backupFile, exportFile, forgetPassphrase, getBackups, makeBackup } from "../api/backups";
import { getLock } from "../api/lock";
import { cancelJob, followJob } from "../api/jobs";
import { nativeSaveBackup, nativeSaveExport } from "../api/native";
import type { Backup, BackupShelf, JobProgress, SavedFile, Settings } from "../api/types";
import { formatSize } from "../format/number";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import { useToast } from "../ui/Toast";
import { BackupContents } from "./BackupContents";
import styles from "./Backups.module.css";
import { lockKey } from "./LockWatch";
import { usePreferences } from "./preferences";
import { RecoveryKey } from "./RecoveryKey";
import { Places, Restore, TakeIn } from "./Restore";
import { Row } from "./Row";
import { useSession } from "./session";
import { useFaultWords } from "./useFaultWords";

const backupsKey = ["backups"];

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
      <p>{last ? t("backup.last", { when: formatMoment(new Date(last.made), locale), size: formatSize(last.bytes) }) : t("backup.none")}</p>
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

const shortest = 10; // bytes, as the backend counts

function Make({ remembered, close, done }: { remembered: boolean; close: () => void; done: () => void }) {
  const t = useText();
  const [kept, setKept] = useState(remembered);
  const [first, setFirst] = useState("");
  const [again, setAgain] = useState("");
  const [remember, setRemember] = useState(false);
  const work = useMaking(done);
  const short = first !== "" && new TextEncoder().encode(first).length < shortest;
  const ready = kept || (first !== "" && !short && first === again);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void work.begin(kept ? {} : { passphrase: first, remember });
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
          <Button look="primary" type="submit" form="make-backup" disabled={!ready}>
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
            <Field label={t("backup.passphrase")} hint={t("backup.passphrase.hint")} error={short && t("backup.passphrase.short")}>
              <SecretInput value={first} onType={setFirst} autoFocus />
            </Field>
            <Field label={t("backup.passphrase.again")} hint={again !== "" && again !== first && t("backup.passphrase.differs")}>
              <SecretInput value={again} onType={setAgain} />
            </Field>
            <Switch label={t("backup.remember")} checked={remember} onChange={setRemember} />
          </>
        )}
        {work.trouble}
      </form>
    </Dialog>
  );
}

/** A backup while it is made. */
function useMaking(done: () => void) {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [trouble, setTrouble] = useState<ReactNode>(null);
  const job = useRef("");
  const begin = async (asked: { passphrase?: string; remember?: boolean }) => {
    setBusy(true);
    setTrouble(null);
    try {
      const begun = await makeBackup(asked);
      job.current = begun.id;
      const end = await followJob(begun, setProgress, new AbortController().signal);
      if (end.state === "failed") throw end.fault;
      toast({ text: t(end.state === "done" ? "backup.done" : "backup.stopped") });
      done();
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(
        <Note tone="error" alert>
          {title} {fix}
        </Note>,
      );
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: backupsKey });
    }
  };
  return { busy, progress, trouble, begin, stop: () => void cancelJob(job.current) };
}

function Working({ progress, stop }: { progress: JobProgress | null; stop: () => void }) {
  const t = useText();
  const phase = progress?.phase === "seal" ? t("backup.seal") : progress?.phase === "verify" ? t("backup.verify") : t("backup.copy");
  return (
    <Dialog open onClose={stop} title={t("backup.make.title")} actions={<Button onClick={stop}>{t("backup.stop")}</Button>}>
      <p role="status">{phase}</p>
      <progress className={styles.progress} aria-label={phase} {...(progress?.total ? { value: progress.done, max: progress.total } : {})} />
    </Dialog>
  );
}
