import { Popover as Radix } from "radix-ui";
import type { PopoverProps } from "./Popover";
import styles from "./Popover.module.css";

/** The panel from its first opening on: it opens by itself, since it is fetched when it is asked for. */
export default function PopoverPanel({ trigger, label, align = "end", children }: PopoverProps) {
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.panel} tabIndex={0} aria-label={label} align={align} sideOffset={8} collisionPadding={12}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
