import { Table2, Waypoints } from "lucide-react";
import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { formatYear } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import fan from "./Fan.module.css";
import styles from "./FanPair.module.css";
import { bandPath, linePath, sample } from "./path";
import { roughWidth } from "./pins";
import { extent, linear, niceTicks, yearTicks } from "./scale";
import { useWidth } from "./useSize";

/** Where half of the futures lie above, and four in five between. */
export interface Spread {
  name: string;
  low: ArrayLike<number>;
  median: ArrayLike<number>;
  high: ArrayLike<number>;
}

export interface FanPairProps {
  /** What is drawn and in which money: the axis title. */
  title: string;
  first: Spread;
  second: Spread;
  /** First month, as months since year 0. */
  startIndex: number;
  short: (value: number) => string;
  say: (value: number) => string;
  note?: (year: number) => string;
  summary?: ReactNode;
  height?: number;
}

/** Two fans over each other: the first filled, the second outlined, so that they are told apart without colour. */
export function FanPair(props: FanPairProps) {
  const t = useText();
  const [table, setTable] = useState(false);
  const id = useId();
  return (
    <figure className={fan.figure} aria-labelledby={id}>
      <div className={fan.head}>
        <figcaption id={id} className={fan.title}>
          {props.title}
        </figcaption>
        <IconButton size="small" label={t(table ? "chart.asChart" : "chart.asTable")} onClick={() => setTable(!table)}>
          {table ? <Waypoints size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? <PairTable {...props} /> : <Plot {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

const points = 160;
const wordRoom = 164;
const narrow = 560;

function useModel({ first, second, startIndex, height = 340 }: FanPairProps, width: number) {
  const months = Math.max(first.median.length, second.median.length);
  const wide = width >= narrow;
  const box = { left: 0, right: Math.max(40, width - (wide ? wordRoom : 2)), top: 20, bottom: height - 24 };
  const [low, high] = useMemo(() => extent([first.low, first.high, second.low, second.high]), [first, second]);
  const { domain, ticks } = niceTicks(low, high, 5);
  const x = linear(0, Math.max(1, months - 1), box.left, box.right);
  const y = linear(domain[0], domain[1], box.bottom, box.top);
  return { box, months, wide, height, ticks, x, y, years: yearTicks(startIndex, months, box.right - box.left) };
}

type Model = ReturnType<typeof useModel>;

function paths(spread: Spread, { x, y }: Model) {
  const xs = Float32Array.from({ length: points }, (_, i) => x(((spread.median.length - 1) * i) / (points - 1)));
  const at = (values: ArrayLike<number>) => sample(values, points).map(y);
  return { band: bandPath(xs, at(spread.low), at(spread.high)), low: linePath(xs, at(spread.low)), high: linePath(xs, at(spread.high)), median: linePath(xs, at(spread.median)) };
}

function Plot(props: FanPairProps & { toggle: () => void }) {
  const t = useText();
  const locale = useLocale();
  const [ref, width] = useWidth<HTMLDivElement>();
  const model = useModel(props, width);
  const [cursor, setCursor] = useState<number | null>(null);
  const { first, second, startIndex } = props;
  const { box, months } = model;
  const from = Math.ceil(startIndex / 12);
  const to = Math.floor((startIndex + months - 1) / 12);
  const clamp = (year: number) => Math.min(to, Math.max(from, year));
  const offset = (year: number) => Math.min(months - 1, Math.max(0, year * 12 - startIndex));
  const at = cursor ?? from;
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 : 1;
    const next = { ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step, Home: from, End: to }[event.key];
    if (next !== undefined) setCursor(clamp(next));
    else if (event.key === "t") props.toggle();
    else if (event.key === "Escape") setCursor(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setCursor(clamp(Math.round((startIndex + model.x.invert(px)) / 12)));
  };
  const spoken = [formatYear(at, locale), props.note?.(at), ...[first, second].map((s) => `${s.name}: ${t("chart.half")} ${props.say(s.median[offset(at)] ?? 0)}`)].filter(Boolean).join(", ");
  const drawn = width > 0 ? { first: paths(first, model), second: paths(second, model) } : null;
  return (
    <>
      {!model.wide && <Key first={first} second={second} />}
      <div
        ref={ref}
        className={fan.plot}
        role="slider"
        tabIndex={0}
        aria-label={t("chart.cursor", { title: props.title })}
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={at}
        aria-valuetext={spoken}
        onKeyDown={key}
        onPointerMove={point}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setCursor(at)}
      >
        <svg className={fan.svg} height={model.height} aria-hidden>
          {drawn && (
            <>
              <path className={styles.firstBand} d={drawn.first.band} />
              <Ticks model={model} short={props.short} />
              <path className={styles.secondEdge} d={drawn.second.low} />
              <path className={styles.secondEdge} d={drawn.second.high} />
              <path className={styles.firstMedian} d={drawn.first.median} />
              <path className={styles.secondMedian} d={drawn.second.median} />
              {model.wide && <Names model={model} first={first} second={second} />}
              {cursor !== null && <line className={fan.cursor} x1={model.x(offset(cursor))} x2={model.x(offset(cursor))} y1={box.top} y2={box.bottom} />}
            </>
          )}
        </svg>
        {cursor !== null && <Card props={props} year={cursor} at={offset(cursor)} x={model.x(offset(cursor))} width={width} />}
      </div>
    </>
  );
}

function Ticks({ model, short }: { model: Model; short: (value: number) => string }) {
  const { box, ticks, x, y, years } = model;
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? `${fan.grid} ${fan.zero}` : fan.grid} x1={box.left} x2={box.right} y1={Math.round(y(tick)) + 0.5} y2={Math.round(y(tick)) + 0.5} />
          {tick !== 0 && (
            <text className={fan.tick} x={box.left} y={y(tick) - 5}>
              {short(tick)}
            </text>
          )}
        </g>
      ))}
      {years.map(([year, offset]) => (
        <text key={year} className={fan.tick} x={x(offset)} y={box.bottom + 17} textAnchor={x(offset) < 16 ? "start" : "middle"}>
          {year}
        </text>
      ))}
    </g>
  );
}

/** So many pixels of words fit beside the plot. */
function cut(name: string): string {
  let shown = name;
  while (shown.length > 1 && roughWidth(shown + "…") > wordRoom - 10) shown = shown.slice(0, -1);
  return shown === name ? name : shown + "…";
}

const apart = 16;

/** The names at the right ends of the medians. */
function Names({ model, first, second }: { model: Model; first: Spread; second: Spread }) {
  const end = (s: Spread) => model.y(s.median[s.median.length - 1] ?? 0);
  let [a, b] = [end(first), end(second)];
  if (Math.abs(a - b) < apart) {
    const middle = (a + b) / 2;
    [a, b] = a < b ? [middle - apart / 2, middle + apart / 2] : [middle + apart / 2, middle - apart / 2];
  }
  return (
    <g>
      <text className={styles.firstName} x={model.box.right + 8} y={a + 4}>
        {cut(first.name)}
      </text>
      <text className={styles.secondName} x={model.box.right + 8} y={b + 4}>
        {cut(second.name)}
      </text>
    </g>
  );
}

function Key({ first, second }: { first: Spread; second: Spread }) {
  return (
    <ul className={styles.key}>
      <li className={styles.keyFirst}>{first.name}</li>
      <li className={styles.keySecond}>{second.name}</li>
    </ul>
  );
}

function Card({ props, year, at, x, width }: { props: FanPairProps; year: number; at: number; x: number; width: number }) {
  const t = useText();
  const locale = useLocale();
  const side = x > width / 2 ? { right: width - x + 14 } : { left: x + 14 };
  const rows = [
    { term: t("chart.percentile", { p: 90 }), of: "high" },
    { term: t("chart.half"), of: "median" },
    { term: t("chart.percentile", { p: 10 }), of: "low" },
  ] as const;
  return (
    <div className={fan.card} style={side} aria-hidden>
      <div className={fan.cardTitle}>{formatYear(year, locale)}</div>
      {props.note && <div className={fan.cardNote}>{props.note(year)}</div>}
      {[props.first, props.second].map((s, i) => (
        <div key={s.name + String(i)}>
          <div className={i === 0 ? styles.cardFirst : styles.cardSecond}>{s.name}</div>
          <dl className={fan.cardRows}>
            {rows.map(({ term, of }) => (
              <Row key={of} term={term} value={props.say(s[of][at] ?? 0)} strong={of === "median"} />
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}

function Row({ term, value, strong }: { term: string; value: string; strong: boolean }) {
  return (
    <>
      <dt className={strong ? fan.strong : undefined}>{term}</dt>
      <dd className={strong ? fan.strong : undefined}>{value}</dd>
    </>
  );
}

function PairTable(props: FanPairProps) {
  const t = useText();
  const months = Math.max(props.first.median.length, props.second.median.length);
  const from = Math.ceil(props.startIndex / 12);
  const to = Math.floor((props.startIndex + months - 1) / 12);
  const spreads = [props.first, props.second];
  const columns = ["low", "median", "high"] as const;
  const words = { low: t("chart.percentile", { p: 10 }), median: t("chart.half"), high: t("chart.percentile", { p: 90 }) };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={fan.tableWrap} tabIndex={0} role="region" aria-label={props.title}>
      <table className={fan.table}>
        <thead>
          <tr>
            <th scope="col">{t("chart.year")}</th>
            {spreads.flatMap((s, i) => columns.map((c) => <th key={`${i}${c}`} scope="col">{`${s.name}, ${words[c]}`}</th>))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {spreads.flatMap((s, i) =>
                columns.map((c) => {
                  const value = s[c][year * 12 - props.startIndex];
                  return <td key={`${i}${c}`}>{value === undefined ? "–" : props.say(value)}</td>;
                }),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
