import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { classes } from "./classes";
import { useSaidOf } from "./Field";
import { useLocked } from "./lock";
import styles from "./Segmented.module.css";

export interface Segment<V extends string> {
  value: V;
  label: ReactNode;
}

export interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  options: readonly Segment<V>[];
  onChange: (value: V) => void;
  /** Fills the width. */
  wide?: boolean;
}

/** One of a few, all in sight: a radio group. */
export function Segmented<V extends string>({ label, value, options, onChange, wide = false }: SegmentedProps<V>) {
  const group = useRef<HTMLDivElement>(null);
  const said = useSaidOf();
  if (useLocked()) {
    return (
      <output aria-label={label} className={styles.held}>
        {options.find((o) => o.value === value)?.label}
      </output>
    );
  }
  const move = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = options.findIndex((o) => o.value === value);
    const next = (at + by + options.length) % options.length;
    const option = options[next];
    if (!option) return;
    onChange(option.value);
    group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={group} {...said} role="radiogroup" tabIndex={-1} aria-label={label} className={classes(styles.group, wide && styles.wide)} onKeyDown={move}>
      {options.map((o) => (
        <button key={o.value} type="button" role="radio" aria-checked={o.value === value} tabIndex={o.value === value ? 0 : -1} className={styles.item} onClick={() => onChange(o.value)}>
          {o.label}
        </button>
      ))}
    </div>
  );
}
