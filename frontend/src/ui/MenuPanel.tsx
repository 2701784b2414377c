import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { useRef, type FocusEvent } from "react";
import { classes } from "./classes";
import type { MenuItem, MenuProps } from "./Menu";
import styles from "./Popover.module.css";

/** The menu from its first opening on: it opens by itself, since it is fetched when it is asked for. */
export default function MenuPanel({ trigger, groups, align = "start", typed }: MenuProps & { typed: boolean }) {
  const begins = useRef(typed);
  // For whoever came by the keyboard the list begins at its first item; it was not there yet to hear the key.
  const begin = (event: FocusEvent<HTMLElement>) => {
    if (!begins.current || event.target !== event.currentTarget) return;
    begins.current = false;
    event.currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
  };
  const shown = groups.filter((g) => g.items.length > 0);
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} onFocus={begin} align={align} sideOffset={6} collisionPadding={12}>
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
      {(item.why || item.note) && <span className={styles.itemNote}>{item.why || item.note}</span>}
      {item.checked && <Check size={16} aria-hidden />}
    </>
  );
  const look = classes(styles.item, item.danger && styles.danger);
  const disabled = Boolean(item.why);
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
