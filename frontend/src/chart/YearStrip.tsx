import { useEffect, useRef, type KeyboardEvent } from "react";
import { useText } from "../i18n/text";
import styles from "./YearStrip.module.css";

export interface StripYear {
  year: number;
  value: number;
  /** Something to look at happened in it. */
  marked: boolean;
}

const apart = 4; // years: fewer narrow bars than these are no room for two names

/** Years as bars to choose from; arrows move along them. Heights grow with the root, so that small amounts stay in sight. */
export function YearStrip({ title, years, chosen, spoken, onChoose }: { title: string; years: readonly StripYear[]; chosen: number; spoken: string; onChoose: (year: number) => void }) {
  const t = useText();
  const here = useRef<HTMLSpanElement>(null);
  const most = Math.max(1, ...years.map((y) => y.value));
  const first = years[0]?.year ?? chosen;
  const named = (year: number) => year === chosen || (Math.abs(year - chosen) >= apart && (year === first || (year % 10 === 0 && year - first >= apart)));
  const last = years.at(-1)?.year ?? chosen;
  useEffect(() => {
    here.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen]);
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 : 1;
    const to = { ArrowRight: chosen + step, ArrowUp: chosen + step, ArrowLeft: chosen - step, ArrowDown: chosen - step, Home: first, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onChoose(Math.min(last, Math.max(first, to)));
  };
  return (
    <div className={styles.strip} role="slider" tabIndex={0} aria-label={t("chart.cursor", { title })} aria-valuemin={first} aria-valuemax={last} aria-valuenow={chosen} aria-valuetext={spoken} onKeyDown={key}>
      {years.map(({ year, value, marked }) => (
        <span key={year} ref={year === chosen ? here : undefined} className={styles.year} data-chosen={year === chosen || undefined} data-marked={marked || undefined} onPointerDown={() => onChoose(year)}>
          <span className={styles.bar} style={{ height: `${Math.sqrt(Math.max(0, value) / most) * 100}%` }} />
          {named(year) && <span className={styles.label}>{year}</span>}
        </span>
      ))}
    </div>
  );
}
