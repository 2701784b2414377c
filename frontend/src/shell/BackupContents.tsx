import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { bringBack, readBackup } from "../api/backups";
import type { Backup, BackupContents as Contents } from "../api/types";
import { formatSize } from "../format/number";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import { useToast } from "../ui/Toast";
import styles from "./Backups.module.css";
import { plansKey } from "./TopBar";
import { useFaultWords } from "./useFaultWords";

/** What a backup holds, and bringing a plan back from it. The passphrase lives in this dialog alone. */
export function BackupContents({ backup, close }: { backup: Backup; close: () => void }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const [passphrase, setPassphrase] = useState("");
  const [contents, setContents] = useState<Contents | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const open = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble("");
    try {
      setContents(await readBackup(backup.name, passphrase));
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    } finally {
      setBusy(false);
    }
  };
  const title = t("backup.open.title", { when: formatMoment(new Date(backup.made), locale) });
  if (contents)
    return (
      <Dialog open onClose={close} title={title}>
        <Plans backup={backup} contents={contents} passphrase={passphrase} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      actions={
        <>
          <Button onClick={close}>{t("backup.cancel")}</Button>
          <Button look="primary" type="submit" form="open-backup" busy={busy} why={passphrase === "" && t("why.passphrase")}>
            {t("backup.open.do")}
          </Button>
        </>
      }
    >
      <form id="open-backup" className={styles.form} onSubmit={(event) => void open(event)}>
        <p>{t("backup.open.about")}</p>
        <Field label={t("backup.passphrase")} error={trouble}>
          <SecretInput value={passphrase} onType={setPassphrase} autoFocus />
        </Field>
        <p role="status">{busy && t("backup.open.busy")}</p>
      </form>
    </Dialog>
  );
}

function Plans({ backup, contents, passphrase }: { backup: Backup; contents: Contents; passphrase: string }) {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const queries = useQueryClient();
  const [busy, setBusy] = useState("");
  const back = async (id: string, name: string) => {
    setBusy(id);
    try {
      await bringBack(backup.name, passphrase, id);
      toast({ text: t("backup.back.done", { name }) });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    } finally {
      setBusy("");
      await queries.invalidateQueries({ queryKey: plansKey });
    }
  };
  return (
    <div className={styles.form}>
      <p>{t("backup.holds", { program: contents.program, size: formatSize(contents.bytes) })}</p>
      <ul className={styles.list}>
        {contents.plans.map((plan) => (
          <li key={plan.id} className={styles.item}>
            <span>{plan.name}</span>
            <Button size="small" busy={busy !== ""} aria-label={t("backup.back.name", { name: plan.name })} onClick={() => void back(plan.id, plan.name)}>
              {t("backup.back")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
