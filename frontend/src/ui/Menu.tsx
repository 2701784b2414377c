import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Popover.module.css";

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** Small words at the end: a shortcut, a date. */
  note?: ReactNode;
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

/** Items in groups, a hairline between groups; a string is a group's heading. */
export type MenuGroup = { heading?: string; items: MenuItem[] };

export function Menu({ trigger, groups, align = "start" }: { trigger: ReactElement; groups: MenuGroup[]; align?: "start" | "end" }) {
  const shown = groups.filter((g) => g.items.length > 0);
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} align={align} sideOffset={6} collisionPadding={12}>
          {shown.map((group, i) => (
            <Radix.Group key={group.heading ?? i}>
              {i > 0 && <Radix.Separator className={styles.rule} />}
              {group.heading && <Radix.Label className={styles.heading}>{group.heading}</Radix.Label>}
              {group.items.map((item) => (
                <Item key={item.key} item={item} />
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const inside = (
    <>
      {item.icon}
      <span className={styles.itemText}>{item.label}</span>
      {item.note && <span className={styles.itemNote}>{item.note}</span>}
      {item.checked && <Check size={16} aria-hidden />}
    </>
  );
  const look = classes(styles.item, item.danger && styles.danger);
  const disabled = item.disabled ?? false;
  if (item.checked !== undefined) {
    return (
      <Radix.CheckboxItem className={look} checked={item.checked} disabled={disabled} onSelect={item.onSelect}>
        {inside}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item className={look} disabled={disabled} onSelect={item.onSelect}>
      {inside}
    </Radix.Item>
  );
}
