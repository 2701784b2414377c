import type { FanLine } from "./Fan";
import type { Spread } from "./FanPair";
import pair from "./FanPair.module.css";
import styles from "./PaperFan.module.css";
import { bandPath, linePath, sample } from "./path";
import { shortened } from "./pins";
import { extent, linear, niceTicks, yearTicks } from "./scale";

const width = 660;
const height = 270;
const points = 120;

interface Shared {
  /** What is drawn and in which money. */
  title: string;
  /** First month, as months since year 0. */
  startIndex: number;
  short: (value: number) => string;
}

function modelOf(series: readonly ArrayLike<number>[], startIndex: number, right: number) {
  const months = Math.max(1, ...series.map((values) => values.length));
  const { domain, ticks } = niceTicks(...extent(series), 4);
  return {
    right,
    ticks,
    x: linear(0, months - 1, 0, right),
    y: linear(domain[0], domain[1], height - 22, 14),
    xs: Array.from({ length: points }, (_, i) => (right * i) / (points - 1)),
    years: yearTicks(startIndex, months, right, 64),
  };
}

type Model = ReturnType<typeof modelOf>;

/** A fan that stands still, for paper: no cursor, no glide, one size. */
export function PaperFan({ title, lines, startIndex, short }: Shared & { lines: readonly FanLine[] }) {
  const model = modelOf(lines.map((l) => l.values), startIndex, width);
  const { xs, y } = model;
  const ys = lines.map((l) => sample(l.values, points).map((v) => y(v)));
  const middle = Math.floor(ys.length / 2);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={title}>
        <Values model={model} short={short} />
        {ys.slice(0, middle).map((low, i) => (
          <path key={i} className={[styles.band0, styles.band1, styles.band2][Math.min(2, i)]} d={bandPath(xs, low, ys[ys.length - 1 - i] ?? low)} />
        ))}
        <path className={styles.median} d={linePath(xs, ys[middle] ?? [])} />
        <Years model={model} />
      </svg>
    </figure>
  );
}

const half = 360; // where a pair of fans ends: beside it stand their names
const beside = 112;
const nameSize = 12; // the scenario's whole name stands above
const apart = 14;

/** Two fans over each other: the first filled, the second outlined and dashed. */
export function PaperPair({ title, first, second, startIndex, short }: Shared & { first: Spread; second: Spread }) {
  const model = modelOf([first.low, first.high, second.low, second.high], startIndex, half);
  const { xs, y } = model;
  const at = (values: ArrayLike<number>) => sample(values, points).map((v) => y(v));
  const end = (s: Spread) => y(s.median[s.median.length - 1] ?? 0);
  const between = (end(first) + end(second)) / 2;
  const near = Math.abs(end(first) - end(second)) < apart;
  const up = end(first) <= end(second) ? -1 : 1;
  const names = near ? [between + (up * apart) / 2, between - (up * apart) / 2] : [end(first), end(second)];
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <svg viewBox={`0 0 ${half + beside} ${height}`} width="100%" role="img" aria-label={`${title}: ${first.name}, ${second.name}`}>
        <Values model={model} short={short} />
        <path className={pair.firstBand} d={bandPath(xs, at(first.low), at(first.high))} />
        {[second.low, second.high].map((edge, i) => (
          <path key={i} className={pair.secondEdge} d={linePath(xs, at(edge))} />
        ))}
        <path className={pair.firstMedian} d={linePath(xs, at(first.median))} />
        <path className={pair.secondMedian} d={linePath(xs, at(second.median))} />
        {[first, second].map((s, i) => (
          <text key={i} className={i === 0 ? pair.firstName : pair.secondName} x={half + 6} y={(names[i] ?? 0) + 4}>
            {shortened(s.name, beside - 8, nameSize)}
          </text>
        ))}
        <Years model={model} />
      </svg>
    </figure>
  );
}

function Values({ model: { right, ticks, y }, short }: { model: Model; short: (value: number) => string }) {
  return ticks.map((tick) => (
    <g key={tick}>
      <line className={styles.grid} x1={0} x2={right} y1={y(tick)} y2={y(tick)} />
      {tick !== 0 && (
        <text className={styles.tick} x={0} y={y(tick) - 3}>
          {short(tick)}
        </text>
      )}
    </g>
  ));
}

function Years({ model: { right, x, years } }: { model: Model }) {
  return years.map(([year, at]) => (
    <text key={year} className={styles.tick} x={x(at)} y={height - 6} textAnchor={x(at) < 20 ? "start" : x(at) > right - 20 ? "end" : "middle"}>
      {year}
    </text>
  ));
}
