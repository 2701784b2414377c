import type { FanLine } from "./Fan";
import styles from "./PaperFan.module.css";
import { bandPath, linePath, sample } from "./path";
import { extent, linear, niceTicks, yearTicks } from "./scale";

const width = 660;
const height = 270;
const points = 120;

/** A fan that stands still, for paper: no cursor, no glide, one size. */
export function PaperFan({ title, lines, startIndex, short }: { title: string; lines: readonly FanLine[]; startIndex: number; short: (value: number) => string }) {
  const months = lines[0]?.values.length ?? 1;
  const { domain, ticks } = niceTicks(...extent(lines.map((l) => l.values)), 4);
  const x = linear(0, months - 1, 0, width);
  const y = linear(domain[0], domain[1], height - 22, 14);
  const xs = Array.from({ length: points }, (_, i) => (width * i) / (points - 1));
  const ys = lines.map((l) => sample(l.values, points).map((v) => y(v)));
  const middle = Math.floor(ys.length / 2);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={title}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={0} x2={width} y1={y(tick)} y2={y(tick)} />
            {tick !== 0 && (
              <text className={styles.tick} x={0} y={y(tick) - 3}>
                {short(tick)}
              </text>
            )}
          </g>
        ))}
        {ys.slice(0, middle).map((low, i) => (
          <path key={i} className={[styles.band0, styles.band1, styles.band2][Math.min(2, i)]} d={bandPath(xs, low, ys[ys.length - 1 - i] ?? low)} />
        ))}
        <path className={styles.median} d={linePath(xs, ys[middle] ?? [])} />
        {yearTicks(startIndex, months, width, 64).map(([year, at]) => (
          <text key={year} className={styles.tick} x={x(at)} y={height - 6} textAnchor={x(at) < 20 ? "start" : x(at) > width - 20 ? "end" : "middle"}>
            {year}
          </text>
        ))}
      </svg>
    </figure>
  );
}
