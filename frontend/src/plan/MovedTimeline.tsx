import { useMemo } from "react";
import { applyPatch } from "../api/patch";
import { formatMonth, monthAt } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { useWidth } from "../chart/useSize";
import type { Plan } from "./document";
import { HOUSEHOLD, ticks } from "./lanes";
import { movedBetween, type Moved, type MovedPicture } from "./moved";
import styles from "./MovedTimeline.module.css";
import type { Patch } from "./patch";
import { TONES } from "./tones";
import type { Stretch } from "./when";
import { personName, type Words } from "./words";

interface Props {
  /** What makes either side of the open plan. */
  first: Patch;
  second: Patch;
  /** What the sides are called. */
  a: string;
  b: string;
}

/** What stands elsewhere in time on either side, as bars above one another and in words. */
export function MovedTimeline({ first, second, a, b }: Props) {
  const t = useText();
  const locale = useLocale();
  const plan = usePlanSession().state.plan as Plan;
  const drawn = useMemo(() => movedBetween(applyPatch(plan, first), applyPatch(plan, second)), [plan, first, second]);
  const words = useMemo(() => ({ plan: applyPatch(plan, second), t, locale }), [plan, second, t, locale]);
  if (!drawn || drawn.moved.length === 0) return <p>{t("moved.none")}</p>;
  return (
    <>
      <ul className={styles.list}>
        {drawn.moved.map((moved) => (
          <Row key={moved.key} moved={moved} within={drawn} words={words} a={a} b={b} />
        ))}
      </ul>
      <Years within={drawn} />
      <p className={styles.key}>
        <span>
          <i className={styles.first} aria-hidden />
          {a}
        </span>
        <span>
          <i className={styles.second} aria-hidden />
          {b}
        </span>
      </p>
    </>
  );
}

interface RowProps {
  moved: Moved;
  within: Stretch;
  words: Words;
  a: string;
  b: string;
}

function Row({ moved, within, words, a, b }: RowProps) {
  const { t } = words;
  const left = (month: number) => `${(100 * (month - within.from)) / (within.to - within.from)}%`;
  const place = ({ from, to }: Stretch) => (moved.tone === "pin" ? { left: left(from) } : { left: left(Math.max(within.from, from)), right: `calc(100% - ${left(Math.min(within.to, to))})` });
  const moment = moved.tone === "pin" ? "" : undefined;
  const colour = moved.tone === "pin" ? "var(--accent)" : TONES[moved.tone];
  return (
    <li>
      <span className={styles.name}>
        {moved.stops ? t("plan.timeline.stop") : moved.name || t("plan.unnamed")}
        {moved.lane !== HOUSEHOLD && <span className={styles.whose}> · {personName(words, moved.lane)}</span>}
      </span>
      <span className={styles.track} aria-hidden>
        {moved.first && <i className={styles.first} data-moment={moment} style={place(moved.first)} />}
        {moved.second && <i className={styles.second} data-moment={moment} style={{ ...place(moved.second), background: colour }} />}
      </span>
      <span className={styles.words}>{movedWords(words, moved, a, b)}</span>
    </li>
  );
}

/** "ends Mar 2048 → Mar 2050". */
function movedWords({ t, locale }: Words, { tone, first, second }: Moved, a: string, b: string): string {
  const month = (at: number) => formatMonth(monthAt(at), locale);
  const whole = ({ from, to }: Stretch) => (tone === "pin" ? month(from) : t("moved.span", { from: month(from), to: month(to) }));
  if (!first || !second) {
    const [only, name] = first ? [first, a] : [second, b];
    return only ? t("moved.only", { name, when: whole(only) }) : "";
  }
  const turns = (key: "moved.turns" | "moved.starts" | "moved.ends", was: string, is: string) => t(key, { was, is });
  if (tone === "pin") return turns("moved.turns", month(first.from), month(second.from));
  if (first.from === second.from) return turns("moved.ends", month(first.to), month(second.to));
  if (first.to === second.to) return turns("moved.starts", month(first.from), month(second.from));
  return turns("moved.turns", whole(first), whole(second));
}

function Years({ within }: { within: MovedPicture }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <div className={styles.axis} ref={ref} aria-hidden>
      {width > 0 &&
        ticks(within.from, within.to, width).map((year) => (
          <span key={year} style={{ left: `${(100 * (year * 12 - within.from)) / (within.to - within.from)}%` }}>
            {year}
          </span>
        ))}
    </div>
  );
}
