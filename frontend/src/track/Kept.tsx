import { Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button, IconButton } from "../ui/Button";
import { useToast } from "../ui/Toast";
import styles from "./track.module.css";

export interface KeptItem {
  id: string;
  name: string;
  note?: string;
  value: ReactNode;
  /** What its button does, in words. */
  drop: string;
}

const first = 6;

/** What was kept, newest first, each with a way to take it away. */
export function Kept({ items, drop, dropped }: { items: readonly KeptItem[]; drop: (id: string) => Promise<unknown>; dropped: string }) {
  const t = useText();
  const { toast } = useToast();
  const words = useFaultWords();
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, first);
  return (
    <>
      <ul className={styles.list}>
        {shown.map((item) => (
          <li key={item.id}>
            <span className={styles.main}>
              {item.name}
              {item.note && <span className={styles.small}>{item.note}</span>}
            </span>
            <span className={styles.row}>
              {item.value}
              <IconButton
                size="small"
                label={item.drop}
                onClick={() =>
                  void drop(item.id).then(
                    () => toast({ text: dropped }),
                    (thrown: unknown) => toast({ text: words(thrown).title, tone: "bad" }),
                  )
                }
              >
                <Trash2 size={15} aria-hidden />
              </IconButton>
            </span>
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Button look="quiet" size="small" onClick={() => setAll(true)}>
          {t("track.import.more", { n: items.length - shown.length })}
        </Button>
      )}
    </>
  );
}
