import { Table2, Waypoints } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject } from "react";
import { formatYear } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { Icon } from "../ui/Icon";
import styles from "./Fan.module.css";
import { FanView, type Box, type FanData } from "./fanView";
import { linePath } from "./path";
import { placePins, roughWidth, type Pin } from "./pins";
import { extent, linear, niceTicks, yearTicks } from "./scale";
import { useWidth } from "./useSize";

/** One percentile line with its number. */
export interface FanLine {
  percentile: number;
  values: ArrayLike<number>;
}

export interface Singles {
  months: readonly number[];
  lines: readonly ArrayLike<number>[];
}

export interface FanProps {
  /** What is drawn and in which money: the axis title. */
  title: string;
  /** Percentile lines by month, in rising order, the median (50) among them. */
  lines: readonly FanLine[];
  /** The median before a change, dashed. */
  before?: ArrayLike<number> | null | undefined;
  /** First month, as months since year 0. */
  startIndex: number;
  /** Amounts on the axis, and in full. */
  short: (value: number) => string;
  say: (value: number) => string;
  /** A line about a year for the cursor: ages. */
  note?: (year: number) => string;
  pins?: readonly Pin[];
  /** Single futures as thin lines: the months they are known at, and a value for each. */
  singles?: Singles | null | undefined;
  /** One sentence that says what the chart shows. */
  summary?: ReactNode;
  /** Drawn pale: belongs to an older plan. */
  stale?: boolean;
  height?: number;
  /** small: no words at the lines, no pins. */
  size?: "small" | "full";
  onYear?: ((year: number) => void) | undefined;
}

/** The fan of futures. Arrow keys move through the years, Enter opens one, t shows the table. */
export function Fan(props: FanProps) {
  const t = useText();
  const [table, setTable] = useState(false);
  const id = useId();
  return (
    <figure className={classes(styles.figure, props.stale && styles.stale)} aria-labelledby={id}>
      <div className={styles.head}>
        <figcaption id={id} className={styles.title}>
          {props.title}
        </figcaption>
        {props.size !== "small" && (
          <IconButton size="small" label={t(table ? "chart.asChart" : "chart.asTable")} onClick={() => setTable(!table)}>
            {table ? <Waypoints size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
          </IconButton>
        )}
      </div>
      {table ? <FanTable {...props} /> : <Plot {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={styles.summary}>{props.summary}</div>}
    </figure>
  );
}

const directRoom = 112;
const narrow = 560;
const pinRows = 2;
const pinRow = 26;

function layout(width: number, height: number, full: boolean): Box {
  return { left: 0, right: Math.max(40, width - (full && width >= narrow ? directRoom : 2)), top: full ? pinRows * pinRow + 24 : 22, bottom: height - 24 };
}

function useModel(props: FanProps, width: number) {
  const { lines, before, size = "full", startIndex } = props;
  const full = size === "full";
  const asked = props.height ?? 380;
  const height = full && width < narrow ? Math.min(asked, 340) : asked;
  const [low, high] = useMemo(() => extent([...lines.map((l) => l.values), ...(before ? [before] : [])]), [lines, before]);
  const box = layout(width, height, full);
  const { domain, ticks } = niceTicks(low, high, full ? 5 : 3);
  const months = lines[0]?.values.length ?? 0;
  return {
    box,
    domain,
    ticks,
    months,
    height,
    full,
    x: linear(0, Math.max(1, months - 1), box.left, box.right),
    y: linear(domain[0], domain[1], box.bottom, box.top),
    years: yearTicks(startIndex, months, box.right - box.left),
  };
}

/** Pairs of percentiles from the outside in, and the median. */
function bandsOf(lines: readonly FanLine[]): FanData {
  const median = lines.find((l) => l.percentile === 50) ?? lines[Math.floor(lines.length / 2)];
  const bands = lines
    .filter((l) => l.percentile < 50)
    .map((l) => ({ low: l.values, high: lines.find((h) => h.percentile === 100 - l.percentile)?.values ?? l.values }));
  return { bands, median: median?.values ?? [] };
}

/** What the pins mean, where the picture has no room to say it. */
function PinKey({ pins, startIndex }: { pins: readonly Pin[]; startIndex: number }) {
  const locale = useLocale();
  return (
    <ul className={styles.key}>
      {pins
        .toSorted((a, b) => a.month - b.month)
        .map((pin) => (
          <li key={pin.id}>
            <Icon name={pin.icon} size={13} />
            <span>{pin.label}</span> <span className={styles.keyYear}>{formatYear(Math.floor((startIndex + pin.month) / 12), locale)}</span>
          </li>
        ))}
    </ul>
  );
}

function Plot(props: FanProps & { toggle: () => void }) {
  const t = useText();
  const locale = useLocale();
  const [ref, width] = useWidth<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const model = useModel(props, width);
  const [cursor, setCursor] = useState<number | null>(null);
  useFanView(svg, props, model, width);
  const first = Math.ceil(props.startIndex / 12);
  const last = Math.floor((props.startIndex + model.months - 1) / 12);
  const offset = (year: number) => Math.min(model.months - 1, Math.max(0, year * 12 - props.startIndex));
  const clamp = (year: number) => Math.min(last, Math.max(first, year));
  const at = cursor ?? first;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setCursor(clamp(Math.round((props.startIndex + model.x.invert(px)) / 12)));
  };
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 : 1;
    const to = { ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step, Home: first, End: last }[event.key];
    if (to !== undefined) setCursor(clamp(to));
    else if (event.key === "Enter" && props.onYear) props.onYear(at);
    else if (event.key === "t") props.toggle();
    else if (event.key === "Escape") setCursor(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pins = model.full ? placePins(props.pins ?? [], model.x, width, pinRows, roughWidth) : [];
  return (
    <>
      <div
        ref={ref}
        className={styles.plot}
        role="slider"
        tabIndex={0}
        aria-label={t("chart.cursor", { title: props.title })}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={spoken(props, at, offset(at), t, locale)}
        onKeyDown={key}
        onPointerMove={point}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setCursor(at)}
        onClick={() => cursor !== null && props.onYear?.(cursor)}
      >
        <svg ref={svg} className={styles.svg} height={model.height} aria-hidden>
          {width > 0 && <Axes model={model} short={props.short} />}
          <path data-fan="band" className={styles.band0} />
          <path data-fan="band" className={styles.band1} />
          <path data-fan="band" className={styles.band2} />
          {width > 0 && props.singles && <SingleLines singles={props.singles} model={model} />}
          <path data-fan="before" className={styles.before} />
          <path data-fan="median" className={styles.median} />
          {pins.map((pin) => (
            <line key={pin.id} className={styles.stem} x1={pin.x} x2={pin.x} y1={pin.row * pinRow + 22} y2={model.box.bottom} />
          ))}
          {model.full && width >= narrow && <Direct lines={props.lines} model={model} />}
          {cursor !== null && <Cursor model={model} median={bandsOf(props.lines).median} at={offset(cursor)} />}
        </svg>
        {pins.map((pin) => (
          <span key={pin.id} className={styles.pin} style={{ left: pin.x, top: pin.row * pinRow }} aria-hidden>
            <span className={styles.pinDot}>
              <Icon name={pin.icon} size={13} />
            </span>
            {pin.worded && pin.label}
          </span>
        ))}
        {cursor !== null && <Card props={props} year={cursor} at={offset(cursor)} x={model.x(offset(cursor))} width={width} />}
      </div>
      {pins.some((pin) => !pin.worded) && <PinKey pins={pins} startIndex={props.startIndex} />}
    </>
  );
}

type Model = ReturnType<typeof useModel>;

function useFanView(svg: RefObject<SVGSVGElement | null>, props: FanProps, model: Model, width: number): void {
  const view = useRef<FanView | null>(null);
  useEffect(() => {
    const root = svg.current;
    const median = root?.querySelector<SVGPathElement>('[data-fan="median"]');
    if (!root || !median) return;
    const made = new FanView({ bands: [...root.querySelectorAll<SVGPathElement>('[data-fan="band"]')], median, before: root.querySelector('[data-fan="before"]') });
    view.current = made;
    return () => {
      made.close();
      view.current = null;
    };
  }, [svg]);
  const { lines, before } = props;
  const { box, domain } = model;
  const { left, right, top, bottom } = box;
  const [low, high] = domain;
  useEffect(() => {
    if (width > 0) view.current?.show({ ...bandsOf(lines), before }, { left, right, top, bottom }, [low, high]);
  }, [lines, before, left, right, top, bottom, low, high, width]);
}

function Axes({ model, short }: { model: Model; short: (value: number) => string }) {
  const { box, ticks, y, x, years } = model;
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={classes(styles.grid, tick === 0 && styles.zero)} x1={box.left} x2={box.right} y1={Math.round(y(tick)) + 0.5} y2={Math.round(y(tick)) + 0.5} />
          {tick !== 0 && (
            <text className={styles.tick} x={box.left} y={y(tick) - 5}>
              {short(tick)}
            </text>
          )}
        </g>
      ))}
      {years.map(([year, offset]) => (
        <text key={year} className={styles.tick} x={x(offset)} y={box.bottom + 17} textAnchor={x(offset) < 16 ? "start" : "middle"}>
          {year}
        </text>
      ))}
    </g>
  );
}

const apart = 15;

/** Words at the right end of the lines, pushed apart so that they can be read. */
function Direct({ lines, model }: { lines: readonly FanLine[]; model: Model }) {
  const t = useText();
  const shown = lines
    .filter((l) => [5, 25, 50, 75, 95].includes(l.percentile))
    .map((l) => ({ percentile: l.percentile, y: model.y(l.values[model.months - 1] ?? 0) }))
    .sort((a, b) => b.y - a.y);
  let floor = Infinity;
  for (const label of shown) {
    label.y = Math.min(label.y, floor - apart);
    floor = label.y;
  }
  return (
    <g>
      {shown.map(({ percentile, y }) => (
        <text key={percentile} className={classes(styles.direct, percentile === 50 && styles.directStrong)} x={model.box.right + 8} y={y + 4}>
          {percentile === 50 ? t("chart.half") : t("chart.percentile", { p: percentile })}
        </text>
      ))}
    </g>
  );
}

/** What leaves the plot is cut off: one rich future must not flatten the rest. */
function SingleLines({ singles, model }: { singles: Singles; model: Model }) {
  const clip = useId();
  const { box, x, y } = model;
  const paths = useMemo(() => {
    const xs = Float32Array.from(singles.months, x);
    return singles.lines.map((line) => linePath(xs, Float32Array.from(line, y)));
    // oxlint-disable-next-line react/exhaustive-deps -- x and y are made anew by what is listed
  }, [singles, box.left, box.right, box.top, box.bottom, model.domain[0], model.domain[1], model.months]);
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={box.left} y={box.top} width={box.right - box.left} height={box.bottom - box.top} />
      </clipPath>
      {paths.map((d) => (
        <path key={d} className={styles.single} d={d} />
      ))}
    </g>
  );
}

function Cursor({ model, median, at }: { model: Model; median: ArrayLike<number>; at: number }) {
  const x = Math.round(model.x(at)) + 0.5;
  return (
    <g>
      <line className={styles.cursor} x1={x} x2={x} y1={model.box.top} y2={model.box.bottom} />
      <circle className={styles.cursorDot} cx={x} cy={model.y(median[at] ?? 0)} r={4} />
    </g>
  );
}

function Card({ props, year, at, x, width }: { props: FanProps; year: number; at: number; x: number; width: number }) {
  const t = useText();
  const locale = useLocale();
  const side = x > width / 2 ? { right: width - x + 14 } : { left: x + 14 };
  return (
    <div className={styles.card} style={side} aria-hidden>
      <div className={styles.cardTitle}>{formatYear(year, locale)}</div>
      {props.note && <div className={styles.cardNote}>{props.note(year)}</div>}
      <dl className={styles.cardRows}>
        {[...props.lines].reverse().map((l) => (
          <Row key={l.percentile} strong={l.percentile === 50} term={l.percentile === 50 ? t("chart.half") : t("chart.percentile", { p: l.percentile })} value={props.say(l.values[at] ?? 0)} />
        ))}
      </dl>
      {props.onYear && <div className={styles.cardHint}>{t("chart.openYear")}</div>}
    </div>
  );
}

function Row({ term, value, strong }: { term: string; value: string; strong: boolean }) {
  return (
    <>
      <dt className={strong ? styles.strong : undefined}>{term}</dt>
      <dd className={strong ? styles.strong : undefined}>{value}</dd>
    </>
  );
}

function spoken(props: FanProps, year: number, at: number, t: ReturnType<typeof useText>, locale: "en" | "ko"): string {
  const values = [...props.lines].reverse().map((l) => (l.percentile === 50 ? t("chart.half") : t("chart.percentile", { p: l.percentile })) + " " + props.say(l.values[at] ?? 0));
  return [formatYear(year, locale), props.note?.(year), ...values].filter(Boolean).join(", ");
}

function FanTable(props: FanProps) {
  const t = useText();
  const first = Math.ceil(props.startIndex / 12);
  const months = props.lines[0]?.values.length ?? 0;
  const last = Math.floor((props.startIndex + months - 1) / 12);
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={props.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("chart.year")}</th>
            {props.lines.map((l) => (
              <th key={l.percentile} scope="col">
                {l.percentile === 50 ? t("chart.half") : t("chart.percentile", { p: l.percentile })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {props.lines.map((l) => (
                <td key={l.percentile}>{props.say(l.values[year * 12 - props.startIndex] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
