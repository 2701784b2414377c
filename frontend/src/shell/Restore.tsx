// Everything of a backup, brought back: first beside what is in use, to be looked at; then the
// owner goes on with it, and what was in use before is kept.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { followJob } from "../api/jobs";
import { Fault } from "../api/fault";
import { getPlaces, letPlaceGo, restoreBackup, switchTo, takeInBackup, wentOnWith } from "../api/places";
import type { Backup, JobProgress, Place } from "../api/types";
import { formatSize } from "../format/number";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Badge } from "../ui/Card";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { shareOf, useProgressNews } from "../ui/useProgressNews";
import styles from "./Backups.module.css";
import { useFaultWords } from "./useFaultWords";

const placesKey = ["places"] as const;
const day = (text: string) => new Date(text);
const never = "0001-01-01T00:00:00Z";

/** Asks for the passphrase of a backup, brings it back into a new place and shows what is in it. */
export function Restore({ backup, close }: { backup: Backup; close: () => void }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const queries = useQueryClient();
  const [passphrase, setPassphrase] = useState("");
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [place, setPlace] = useState<Place | null>(null);
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble("");
    try {
      const end = await followJob(await restoreBackup(backup.name, passphrase), setProgress, new AbortController().signal);
      if (end.state === "failed") throw end.fault;
      const places = await getPlaces();
      queries.setQueryData(placesKey, places);
      setPlace((end.state === "done" && places.find((p) => p.id === end.result)) || null);
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: ["backups"] });
    }
  };
  useProgressNews({ name: busy ? t("restore.busy") : "", share: shareOf(progress) }); // what came of it is a dialog of its own
  if (place) return <Inside place={place} close={close} />;
  return (
    <Dialog
      open
      onClose={close}
      title={t("restore.title", { when: formatMoment(day(backup.made), locale) })}
      actions={
        <>
          <Button onClick={close}>{t("backup.cancel")}</Button>
          <Button look="primary" type="submit" form="restore-backup" busy={busy} why={passphrase === "" && t("why.passphrase")}>
            {t("restore.do")}
          </Button>
        </>
      }
    >
      <form id="restore-backup" className={styles.form} onSubmit={(event) => void begin(event)}>
        <p>{t("restore.about")}</p>
        <Field label={t(backup.recoverable ? "restore.passphrase.orKey" : "backup.passphrase")} error={trouble}>
          <SecretInput value={passphrase} onType={setPassphrase} autoFocus />
        </Field>
        {busy && (
          <>
            <p>{t("restore.busy")}</p>
            <progress className={styles.progress} aria-label={t("restore.busy")} {...(progress?.total ? { value: progress.done, max: progress.total } : {})} />
          </>
        )}
      </form>
    </Dialog>
  );
}

/** What a place holds, and going on with it. */
function Inside({ place, close }: { place: Place; close: () => void }) {
  const t = useText();
  const locale = useLocale();
  const [sure, setSure] = useState(false);
  const work = useSwitch(place);
  const moment = (text: string) => formatMoment(day(text), locale);
  if (work.beginning)
    return (
      <Dialog open onClose={() => undefined} title={t("place.beginning")}>
        <p role="status">{t("place.beginning.about")}</p>
        <progress className={styles.progress} aria-label={t("place.beginning")} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={close}
      title={t("place.title")}
      actions={
        sure ? (
          <>
            <Button onClick={() => setSure(false)}>{t("backup.cancel")}</Button>
            <Button look="primary" onClick={() => void work.go()}>
              {t("place.use.sure")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{t("place.later")}</Button>
            <Button look="primary" onClick={() => setSure(true)}>
              {t("place.use")}
            </Button>
          </>
        )
      }
    >
      <div className={styles.form}>
        <p>
          {place.kind === "kept" ? t("place.was", { when: moment(place.at) }) : t("place.of", { when: moment(place.made), program: place.program })}{" "}
          {t("place.holds", { documents: place.documents, size: formatSize(place.bytes) })}
        </p>
        <ul className={styles.list}>
          {place.plans.map((plan, i) => (
            <li key={i} className={styles.item}>
              <span>{plan.name}</span>
              {plan.archived && <Badge>{t("place.archived")}</Badge>}
              <span className={styles.size}>{t("place.changed", { when: moment(plan.changed) })}</span>
            </li>
          ))}
        </ul>
        {place.plans.length === 0 && <p>{t("place.noPlans")}</p>}
        <Note tone={sure ? "warning" : "hint"} alert={sure}>
          {sure ? t("place.use.about") : t("place.untouched")}
        </Note>
        {work.trouble}
      </div>
    </Dialog>
  );
}

const looks = 500;
const patience = 120_000;

/** Goes on with a place: the program begins again, and the page is read anew once it answers. */
function useSwitch(place: Place) {
  const t = useText();
  const words = useFaultWords();
  const [beginning, setBeginning] = useState(false);
  const [trouble, setTrouble] = useState<ReactNode>(null);
  const go = async () => {
    setBeginning(true);
    setTrouble(null);
    try {
      await switchTo(place.id);
      await again(place.id);
      window.location.assign("/today");
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setBeginning(false);
      setTrouble(
        <Note tone="error" alert>
          {title} {fix} {Fault.of(thrown).status === 0 ? "" : t("place.failed")}
        </Note>,
      );
    }
  };
  return { beginning, trouble, go };
}

/** Waits until the program that began again answers: what was gone on with is no place any more, or it says why not. */
async function again(id: string): Promise<void> {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, looks));
    const went = await wentOnWith(id).catch(() => false); // it does not answer yet
    if (went instanceof Fault) throw went;
    if (went) return;
  }
  throw new Fault(0, "place.silent", "");
}

/** What was brought back, and what was in use before. */
export function Places() {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const queries = useQueryClient();
  const { toast } = useToast();
  const places = useQuery({ queryKey: placesKey, queryFn: getPlaces });
  const [opened, setOpened] = useState<Place | null>(null);
  const [going, setGoing] = useState<Place | null>(null);
  if (!places.data || places.data.length === 0) return null;
  const drop = async (place: Place) => {
    try {
      await letPlaceGo(place.id);
      toast({ text: t("place.gone") });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
    setGoing(null);
    await queries.invalidateQueries({ queryKey: placesKey });
  };
  return (
    <div>
      <h3 className={styles.heading}>{t("place.list")}</h3>
      <ul className={styles.list}>
        {places.data.map((place) => {
          const when = formatMoment(day(place.kind === "kept" ? place.at : place.made), locale);
          const name = place.kind === "kept" ? t("place.kept", { when }) : t("place.restored", { when });
          return (
            <li key={place.id} className={styles.item}>
              <span>{name}</span>
              <span className={styles.size}>{formatSize(place.bytes)}</span>
              <span className={styles.itemActs}>
                <Button look="quiet" size="small" aria-label={`${t("place.open")}: ${name}`} onClick={() => setOpened(place)}>
                  {t("place.open")}
                </Button>
                <Button look="quiet" size="small" aria-label={`${t("place.drop")}: ${name}`} onClick={() => setGoing(place)}>
                  {t("place.drop")}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {opened && <Inside place={opened} close={() => setOpened(null)} />}
      {going && (
        <Dialog
          open
          onClose={() => setGoing(null)}
          title={t("place.drop.title")}
          actions={
            <>
              <Button onClick={() => setGoing(null)}>{t("backup.cancel")}</Button>
              <Button look="danger" onClick={() => void drop(going)}>
                {t("place.drop.do")}
              </Button>
            </>
          }
        >
          <p>{t("place.drop.about", { count: going.plans.length, when: going.changed === never ? "–" : formatMoment(day(going.changed), locale) })}</p>
        </Dialog>
      )}
    </div>
  );
}

/** A backup that lies elsewhere is chosen, copied to the shelf, and brought back from there. */
export function TakeIn({ taken }: { taken: (backup: Backup) => void }) {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  useProgressNews({ name: share === null ? "" : t("restore.file.going"), share });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setShare(0);
    try {
      taken(await takeInBackup(file.name, file, setShare, new AbortController().signal));
    } catch (thrown) {
      const { title, fix } = words(thrown);
      toast({ text: `${title} ${fix}`, tone: "bad" });
    } finally {
      setShare(null);
      if (input.current) input.current.value = "";
    }
  };
  return (
    <>
      <input ref={input} type="file" accept=".age" hidden aria-label={t("restore.file")} onChange={(event) => void take(event.target.files?.[0])} />
      <Button look="quiet" size="small" busy={share !== null} onClick={() => input.current?.click()}>
        {share === null ? t("restore.file") : t("restore.file.taking", { percent: Math.round(100 * share) })}
      </Button>
    </>
  );
}
