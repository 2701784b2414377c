// Looking for a newer version: off until the owner names an address, and never more than a comparison.
import { useState } from "react";
import { lookForUpdate } from "../api/health";
import type { UpdateLook } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Note } from "../ui/Note";
import styles from "./Backups.module.css";
import { usePreferences } from "./preferences";
import { Row } from "./Row";
import { TypedSetting } from "./TypedSetting";
import { useFaultWords } from "./useFaultWords";

export function Updates() {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const { settings } = usePreferences();
  const [found, setFound] = useState<UpdateLook | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const look = async () => {
    setBusy(true);
    setTrouble("");
    setFound(null);
    try {
      setFound(await lookForUpdate());
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Row name={t("update.title")} hint={t("update.hint")}>
      <div className={styles.shelf}>
        <TypedSetting label={t("update.address")} hint={settings.updates === "" && t("update.off")} value={settings.updates} placeholder="https://…/release.json" pointer="/updates" patch={(updates) => ({ updates })} />
        <div className={styles.acts}>
          <Button size="small" busy={busy} why={settings.updates === "" && t("update.off")} onClick={() => void look()}>
            {t("update.look")}
          </Button>
        </div>
        <p role="status">
          {busy && t("update.busy")}
          {found && (
            <>
              {found.newer ? t("update.newer", { newest: found.newest, present: found.present }) : t("update.newest", { present: found.present })}{" "}
              {t("update.signed", { when: formatMoment(new Date(found.made), locale), files: found.files })}
            </>
          )}
        </p>
        {trouble && (
          <Note tone="error" alert>
            {trouble}
          </Note>
        )}
      </div>
    </Row>
  );
}
