import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchTunnel, getShareOffer } from "../api/share";
import { formatSize } from "../format/number";
import { useText } from "../i18n/text";
import type { Work } from "../shell/model/useWork";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import styles from "./HostStatus.module.css";

/** Where the tunnel program comes from. Its makers are asked only when somebody wants to know. */
export function Program({ work }: { work: Work }) {
  const t = useText();
  const words = useFaultWords();
  const [asked, setAsked] = useState(false);
  const offer = useQuery({ queryKey: ["share", "offer"], queryFn: getShareOffer, enabled: asked, retry: false });
  if (!asked)
    return (
      <p className={styles.buttons}>
        <Button onClick={() => setAsked(true)}>{t("share.get")}</Button>
        <span className={styles.quiet}>{t("share.get.why")}</span>
      </p>
    );
  if (offer.error)
    return (
      <Note tone="warning" alert>
        {[words(offer.error).title, words(offer.error).fix].join(" ")}
      </Note>
    );
  if (!offer.data) return <Skeleton height={32} />;
  const { version, bytes, licence, terms, from } = offer.data;
  return (
    <div>
      <p>{t("share.get.offer", { version, size: formatSize(bytes), licence, terms })}</p>
      <p className={styles.quiet}>{from}</p>
      <Button look="primary" busy={work.name !== ""} onClick={() => work.begin(t("share.get.work"), fetchTunnel)}>
        {work.name === "" ? t("share.get.do") : work.name}
      </Button>
    </div>
  );
}
