// A backup and a recovery key, offered once a first plan stands. Never in the way: it waits beside what
// was asked for, and is put off for good when asked.
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { Suspense, useState } from "react";
import { getBackups } from "../api/backups";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { part } from "../ui/part";
import { useToast } from "../ui/Toast";
import { backupsKey } from "./backupsKey";
import { usePowers } from "./powers";
import { usePreferences } from "./preferences";
import styles from "./Safekeeping.module.css";

const Way = part(() => import("./SafekeepingWay"));

/** Whether there is something to offer: nothing lies anywhere else yet, and nobody put it off. */
function useOffer() {
  const { atHost } = usePowers();
  const { settings, change } = usePreferences();
  const wanted = atHost && !settings.backup.later;
  const shelf = useQuery({ queryKey: backupsKey, queryFn: getBackups, enabled: wanted });
  const put = (later: boolean) => change((now) => ({ backup: { ...now.backup, later } }));
  return { offered: wanted && shelf.data?.backups.length === 0, put };
}

function useWay() {
  const [open, setOpen] = useState(false);
  const way = open && (
    <Suspense fallback={null}>
      <Way close={() => setOpen(false)} />
    </Suspense>
  );
  return { open, begin: () => setOpen(true), way };
}

/** The offer on Today. */
export function SafekeepingCard() {
  const t = useText();
  const { toast } = useToast();
  const { offered, put } = useOffer();
  const { open, begin, way } = useWay();
  if (!offered && !open) return null;
  const later = () => {
    put(true);
    toast({ text: t("safekeeping.later.done"), act: { label: t("bar.undo"), run: () => put(false) } });
  };
  return (
    <Card look="plain" title={t("safekeeping.title")}>
      <p className={styles.text}>{t("safekeeping.text")}</p>
      <div className={styles.acts}>
        <Button size="small" icon={<ShieldCheck size={15} aria-hidden />} onClick={begin}>
          {t("safekeeping.begin")}
        </Button>
        <Button size="small" look="quiet" onClick={later}>
          {t("safekeeping.later")}
        </Button>
      </div>
      {way}
    </Card>
  );
}

/** The offer at the end of the first run: one line. */
export function SafekeepingLine() {
  const t = useText();
  const { offered } = useOffer();
  const { open, begin, way } = useWay();
  if (!offered && !open) return null;
  return (
    <div className={styles.line}>
      <Button size="small" look="quiet" icon={<ShieldCheck size={15} aria-hidden />} onClick={begin}>
        {t("safekeeping.welcome")}
      </Button>
      {way}
    </div>
  );
}
