import { Table2, Waypoints } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { IconButton } from "../ui/Button";
import styles from "./Course.module.css";
import { bandPath, linePath } from "./path";
import { roughWidth } from "./pins";
import { extent, linear, niceStep } from "./scale";
import { useWidth } from "./useSize";

/** What came, at a place on the axis of months. */
export interface CoursePoint {
  /** Months since the first line value, with a fraction for the day. */
  at: number;
  value: number;
  /** 0 to 100: how many of 100 futures it is above; absent for what was not foretold. */
  rank?: number | undefined;
  /** What is said of it. */
  say: string;
}

export interface CourseProps {
  title: string;
  /** Percentile lines by month, in rising order, the median in the middle. */
  lines: readonly ArrayLike<number>[];
  points: readonly CoursePoint[];
  /** What stands below a month, or nothing. */
  tick: (month: number) => string;
  short: (value: number) => string;
  /** The title of the lower picture, and the words for its keys and buttons. */
  words: { rank: string; cursor: string; asTable: string; asChart: string };
  summary?: ReactNode;
  /** The same as a table. */
  table: ReactNode;
}

const height = 300;
const strip = 92;
const gap = 44;
const foot = 24;

/** A forecast as it was, and the points of what came; below, where each stood among the futures. */
export function Course(props: CourseProps) {
  const [table, setTable] = useState(false);
  const id = useId();
  const { words } = props;
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <div className={styles.head}>
        <figcaption id={id} className={styles.title}>
          {props.title}
        </figcaption>
        <IconButton size="small" label={table ? words.asChart : words.asTable} onClick={() => setTable(!table)}>
          {table ? <Waypoints size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? props.table : <Picture {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={styles.summary}>{props.summary}</div>}
    </figure>
  );
}

function useModel({ lines, points, short }: CourseProps, width: number) {
  const months = lines[0]?.length ?? 1;
  const [low, high] = extent([...lines, points.map((p) => p.value)]);
  const step = niceStep(high - low || 1, 4);
  const domain = [Math.floor(low / step) * step, Math.ceil(high / step) * step] as const;
  const ticks = Array.from({ length: Math.round((domain[1] - domain[0]) / step) + 1 }, (_, i) => domain[0] + i * step);
  const left = Math.max(...ticks.map((tick) => roughWidth(short(tick)))) + 8; // what stands on the axis is not drawn over
  return {
    months,
    ticks,
    x: linear(-1, Math.max(1, months - 1), left, width - 6),
    y: linear(domain[0], domain[1], height, 14),
    rank: linear(0, 100, height + gap + strip, height + gap),
  };
}

function Picture(props: CourseProps & { toggle: () => void }) {
  const { lines, points, words } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const model = useModel(props, width);
  const { x, y } = model;
  const last = points.length - 1;
  const shown = Math.min(at ?? last, last);
  const key = (event: KeyboardEvent) => {
    const to = { ArrowRight: shown + 1, ArrowUp: shown + 1, ArrowLeft: shown - 1, ArrowDown: shown - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) setAt(Math.min(last, Math.max(0, to)));
    else if (event.key === "t") props.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const xs = Array.from({ length: model.months }, (_, i) => x(i));
  const ys = lines.map((line) => Array.from(line, (v) => y(v)));
  const middle = Math.floor(ys.length / 2);
  const point = points[shown];
  const total = height + (points.some((p) => p.rank !== undefined) ? gap + strip : 0) + foot;
  return (
    <div
      ref={ref}
      className={styles.plot}
      {...(points.length > 0 ? { role: "slider", tabIndex: 0, "aria-label": words.cursor, "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": shown, "aria-valuetext": point?.say ?? "", onKeyDown: key } : {})}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && setAt(shown)}
      onBlur={() => setAt(null)}
      onPointerMove={(event) => {
        const px = event.clientX - event.currentTarget.getBoundingClientRect().left;
        const near = points.reduce((best, p, i) => (Math.abs(x(p.at) - px) < Math.abs(x(points[best]?.at ?? 0) - px) ? i : best), 0);
        if (points.length > 0) setAt(near);
      }}
      onPointerLeave={() => setAt(null)}
    >
      {width > 0 && (
        <svg className={styles.svg} width={width} height={total} aria-hidden>
          {model.ticks.map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={0} x2={width} y1={y(tick)} y2={y(tick)} />
              <text className={styles.tick} x={0} y={y(tick) - 4}>
                {props.short(tick)}
              </text>
            </g>
          ))}
          {ys.slice(0, middle).map((low, i) => (
            <path key={i} className={[styles.band0, styles.band1, styles.band2][Math.min(2, i)]} d={bandPath(xs, low, ys[ys.length - 1 - i] ?? low)} />
          ))}
          <path className={styles.median} d={linePath(xs, ys[middle] ?? [])} />
          {points.length > 1 && <path className={styles.came} d={linePath(points.map((p) => x(p.at)), points.map((p) => y(p.value)))} />}
          {points.map((p, i) => (
            <circle key={p.at} className={styles.dot} data-now={(at !== null && i === shown) || undefined} cx={x(p.at)} cy={y(p.value)} r={at !== null && i === shown ? 6 : 4} />
          ))}
          {Array.from({ length: model.months }, (_, m) => (props.tick(m) ? <text key={m} className={styles.tick} x={x(m)} y={total - 6} textAnchor={x(m) < 24 ? "start" : x(m) > width - 24 ? "end" : "middle"}>{props.tick(m)}</text> : null))}
          <Ranks {...props} model={model} width={width} />
        </svg>
      )}
      {at !== null && point && (
        <div className={styles.note} aria-hidden style={x(point.at) > width / 2 ? { right: width - x(point.at) + 12 } : { left: x(point.at) + 12 }}>
          {point.say}
        </div>
      )}
    </div>
  );
}

/** The lower picture: 0 to 100, the middle half shaded. */
function Ranks({ points, words, model, width }: CourseProps & { model: ReturnType<typeof useModel>; width: number }) {
  const known = points.filter((p) => p.rank !== undefined);
  if (known.length === 0) return null;
  const { x, rank } = model;
  return (
    <g>
      <text className={styles.rankTitle} x={0} y={height + gap - 20}>
        {words.rank}
      </text>
      <rect className={styles.half} x={0} width={width} y={rank(75)} height={rank(25) - rank(75)} />
      {[0, 50, 100].map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={0} x2={width} y1={rank(tick)} y2={rank(tick)} />
          <text className={styles.tick} x={0} y={rank(tick) - 3}>
            {tick}
          </text>
        </g>
      ))}
      <path className={styles.came} d={linePath(known.map((p) => x(p.at)), known.map((p) => rank(p.rank ?? 0)))} />
      {known.map((p) => (
        <circle key={p.at} className={styles.dot} cx={x(p.at)} cy={rank(p.rank ?? 0)} r={3} />
      ))}
    </g>
  );
}
