import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import styles from "./Popover.module.css";

/** A small panel beside what opened it. Not modal: the page stays in use. */
export function Popover({ trigger, label, align = "end", children }: { trigger: ReactElement; label: string; align?: "start" | "center" | "end"; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.panel} tabIndex={0} aria-label={label} align={align} sideOffset={8} collisionPadding={12}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
