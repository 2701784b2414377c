import { useId, useMemo, type ReactNode } from "react";
import { formatCount } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { classes } from "../ui/classes";
import fan from "./Fan.module.css";
import { histogram } from "./histogram";
import { placeWords, roughWidth } from "./pins";
import { linear, niceTicks } from "./scale";
import { useWidth } from "./useSize";
import styles from "./YearDistribution.module.css";

export interface YearDistributionProps {
  title: string;
  /** One value per future. */
  values: ArrayLike<number>;
  short: (value: number) => string;
  say: (value: number) => string;
  summary?: ReactNode;
  height?: number;
}

const wordRow = 18;

/** All futures in one year, by amount. */
export function YearDistribution({ title, values, short, say, summary, height = 340 }: YearDistributionProps) {
  const t = useText();
  const locale = useLocale();
  const id = useId();
  const [ref, width] = useWidth<HTMLDivElement>();
  const h = useMemo(() => histogram(values), [values]);
  const box = { left: 0, right: Math.max(40, width - 2), top: 3 * wordRow + 2, bottom: height - 24 };
  const first = h.bins[0]?.from ?? 0;
  const last = h.bins.at(-1)?.to ?? 1;
  const x = linear(first, last, box.left, box.right);
  const y = linear(0, Math.max(1, ...h.bins.map((b) => b.count)), box.bottom, box.top);
  const ticks = niceTicks(first, last, Math.max(2, Math.floor(width / 130))).ticks.filter((tick) => tick <= last);
  const marks = [
    { at: h.low, label: t("chart.low", { amount: say(h.low) }), main: false },
    { at: h.median, label: t("chart.middle", { amount: say(h.median) }), main: true },
    { at: h.high, label: t("chart.high", { amount: say(h.high) }), main: false },
  ];
  const words = placeWords(
    marks.map((m) => ({ at: Math.min(box.right, Math.max(box.left, x(m.at))), label: m.label })),
    box.right,
    roughWidth,
  );
  return (
    <figure className={fan.figure} aria-labelledby={id}>
      <div className={fan.head}>
        <figcaption id={id} className={fan.title}>
          {title}
        </figcaption>
      </div>
      <div ref={ref}>
        {width > 0 && (
          <svg className={fan.svg} height={height} role="img" aria-label={marks.map((m) => m.label).join(", ")}>
            {h.bins.map((bin) => (
              <rect key={bin.from} className={styles.bar} data-tail={bin.to <= h.low ? "low" : undefined} x={x(bin.from) + 0.5} width={Math.max(1, x(bin.to) - x(bin.from) - 1)} y={y(bin.count)} height={Math.max(0, box.bottom - y(bin.count))}>
                <title>{t("chart.bin", { from: say(bin.from), to: say(bin.to), n: formatCount(bin.count, locale) })}</title>
              </rect>
            ))}
            <line className={classes(fan.grid, fan.zero)} x1={box.left} x2={box.right} y1={box.bottom + 0.5} y2={box.bottom + 0.5} />
            {ticks.map((tick) => (
              <text key={tick} className={fan.tick} x={x(tick)} y={box.bottom + 17} textAnchor={x(tick) < 20 ? "start" : x(tick) > box.right - 30 ? "end" : "middle"}>
                {short(tick)}
              </text>
            ))}
            {marks.map((mark, i) => {
              const { at = 0, anchor = "start", row = 0 } = words[i] ?? {};
              const line = 12 + row * wordRow;
              return (
                <g key={mark.label}>
                  <line className={classes(styles.mark, mark.main && styles.markMedian)} x1={at} x2={at} y1={line - 9} y2={box.bottom} />
                  <text className={classes(styles.label, mark.main && styles.labelMedian)} x={anchor === "end" ? at - 6 : at + 6} y={line} textAnchor={anchor}>
                    {mark.label}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </div>
      {summary && <div className={fan.summary}>{summary}</div>}
    </figure>
  );
}
