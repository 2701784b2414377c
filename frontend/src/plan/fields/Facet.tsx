import type { ReactNode } from "react";
import { Switch } from "../../ui/Switch";
import styles from "./fields.module.css";
import { Grid, Group } from "./Frame";

/** Something a record may have or not, with a switch. */
export function Facet({ label, on, onChange, hint, pointer, children }: { label: string; on: boolean; onChange: (on: boolean) => void; hint?: string; pointer: string; children: ReactNode }) {
  return (
    <div className={styles.wide}>
      <Group label={label} pointer={pointer} hint={hint} reach="exact" quiet>
        <Switch label={label} checked={on} onChange={onChange} />
        {on && <Grid>{children}</Grid>}
      </Group>
    </div>
  );
}
