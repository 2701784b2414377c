import { Switch as Radix } from "radix-ui";
import { useId } from "react";
import { useSaidOf } from "./Field";
import { useLocked } from "./lock";
import styles from "./Switch.module.css";

export function Switch({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  const locked = useLocked();
  const said = useSaidOf();
  return (
    <span className={styles.row}>
      <Radix.Root {...said} id={id} className={styles.switch} checked={checked} onCheckedChange={onChange} disabled={locked}>
        <Radix.Thumb className={styles.thumb} />
      </Radix.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
