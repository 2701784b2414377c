import { Tabs as Radix } from "radix-ui";
import { useEffect, useRef, useState, type ReactNode } from "react";
import styles from "./Tabs.module.css";

export interface Tab<V extends string> {
  value: V;
  label: ReactNode;
  panel: ReactNode;
}

/** Views of one thing; only the chosen one is on the page. */
export function Tabs<V extends string>({ label, value, tabs, onChange }: { label: string; value: V; tabs: readonly Tab<V>[]; onChange: (value: V) => void }) {
  const [list, more] = useInSight(value);
  return (
    <Radix.Root value={value} onValueChange={(v) => onChange(v as V)}>
      <Radix.List ref={list} className={styles.list} data-more={more || undefined} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles.panel}>
          {tab.panel}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** Keeps the chosen tab in sight where not all have room, and says whether there are more beyond the edge. */
function useInSight(value: string) {
  const list = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState(false);
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>("[data-state=active]");
    if (!row || !tab) return;
    const [left, right] = [tab.offsetLeft - row.offsetLeft, tab.offsetLeft - row.offsetLeft + tab.offsetWidth];
    if (left < row.scrollLeft || right > row.scrollLeft + row.clientWidth - edge) row.scrollLeft = left - (row.clientWidth - tab.offsetWidth) / 2;
  }, [value]);
  useEffect(() => {
    const row = list.current;
    if (!row) return undefined;
    const look = () => setMore(row.scrollWidth - row.clientWidth - row.scrollLeft > 4);
    const watch = new ResizeObserver(look);
    watch.observe(row);
    row.addEventListener("scroll", look, { passive: true });
    return () => {
      watch.disconnect();
      row.removeEventListener("scroll", look);
    };
  }, []);
  return [list, more] as const;
}

const edge = 32; // pixels, faded where there is more
