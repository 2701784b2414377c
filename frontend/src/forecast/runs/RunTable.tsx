import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Link } from "react-router";
import type { Years } from "../../api/blocks";
import { linePath } from "../../chart/path";
import { formatCount, formatPercent } from "../../format/number";
import { useLocale, useLooseText, useText } from "../../i18n/text";
import { Money, useMoneyText } from "../../ui/Money";
import { useToast } from "../../ui/Toast";
import { classes } from "../../ui/classes";
import { columns, type ColumnUnit, type Order, type Rows } from "./rows";
import styles from "./Runs.module.css";

export interface Sorting {
  order: Order;
  descending: boolean;
}

interface Props {
  rows: Rows;
  /** The futures to show, in order. */
  shown: readonly number[];
  picked: ReadonlySet<number>;
  sorting: Sorting;
  years: Years | null;
  /** A row to bring into sight; a new object asks again. */
  jump: { to: number } | null;
  onSort: (order: Order) => void;
  onPick: (futures: readonly number[], picked: boolean) => void;
  onOpen: (future: number) => void;
  linkTo: (future: number) => string;
}

const rowHeight = 42;
const spare = 6;

/** One future in each row; only the rows in sight are on the page. */
export function RunTable({ rows, shown, picked, sorting, years, jump, onSort, onPick, onOpen, linkTo }: Props) {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const { announce } = useToast();
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [view, setView] = useState({ top: 0, height: 560 });
  const [cursor, setCursor] = useState<number | null>(null);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(shown.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  const at = Math.min(cursor ?? 0, Math.max(0, shown.length - 1));
  const bring = (place: number) => {
    const element = box.current;
    if (!element) return;
    const top = place * rowHeight;
    const head = 46;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight + head > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight + head - element.clientHeight;
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!jump || !box.current) return;
    setCursor(jump.to);
    box.current.scrollTop = Math.max(0, jump.to * rowHeight - box.current.clientHeight / 2);
  }, [jump]);
  const say = (place: number) => {
    const future = shown[place];
    if (future === undefined) return;
    const words = t("runs.row", { n: formatCount(future, locale), ending: t(`runs.ending.${rows.ending(future)}`), amount: money(rows.value("endWealth", future)) });
    announce(picked.has(future) ? `${words}, ${t("runs.picked")}` : words);
  };
  const key = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2);
    const to = { ArrowDown: at + (cursor === null ? 0 : 1), ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: shown.length - 1 }[event.key];
    const future = shown[at];
    if (to !== undefined) {
      const next = Math.min(shown.length - 1, Math.max(0, to));
      const passed = shown[next];
      if (event.shiftKey && passed !== undefined && future !== undefined) onPick([future, passed], true);
      setCursor(next);
      bring(next);
      say(next);
    } else if (event.key === "Enter" && future !== undefined) onOpen(future);
    else if (event.key === " " && future !== undefined) onPick([future], !picked.has(future));
    else return;
    event.preventDefault();
  };
  const active = cursor === null ? undefined : shown[at];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- a scrolling region must be reachable by keyboard, and its keys move the row
    <div ref={box} className={styles.wrap} tabIndex={0} role="region" aria-label={t("runs.caption")} aria-describedby={id} onKeyDown={key} onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}>
      <table className={styles.table} aria-rowcount={shown.length + 1}>
        <caption id={id} className="visuallyHidden">
          {t("runs.lede")}
        </caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={styles.name}>
              {t("runs.col.future")}
            </th>
            <Head order="ending" sorting={sorting} onSort={onSort} className={styles.ending} />
            <th scope="col" className={styles.path}>
              {t("runs.col.path")}
            </th>
            {columns.map(({ name }) => (
              <Head key={name} order={name} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * rowHeight }} />}
          {shown.slice(first, last).map((future, i) => (
            <Row key={future} rows={rows} future={future} place={first + i} active={future === active} picked={picked.has(future)} years={years} onPick={onPick} to={linkTo(future)} />
          ))}
          {last < shown.length && <tr aria-hidden style={{ height: (shown.length - last) * rowHeight }} />}
        </tbody>
      </table>
    </div>
  );
}

function Head({ order, sorting, onSort, className }: { order: Order; sorting: Sorting; onSort: (order: Order) => void; className?: string | undefined }) {
  const t = useText();
  const here = sorting.order === order;
  return (
    <th scope="col" className={className} aria-sort={here ? (sorting.descending ? "descending" : "ascending") : undefined}>
      <button type="button" className={styles.sort} onClick={() => onSort(order)}>
        {t(`runs.col.${order}`)}
        {here && (sorting.descending ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
      </button>
    </th>
  );
}

function Row({ rows, future, place, active, picked, years, onPick, to }: { rows: Rows; future: number; place: number; active: boolean; picked: boolean; years: Years | null; onPick: Props["onPick"]; to: string }) {
  const t = useText();
  const locale = useLocale();
  const loose = useLooseText();
  const ending = rows.ending(future);
  const cause = rows.cause(future);
  return (
    <tr aria-rowindex={place + 2} className={classes(styles.row, active && styles.active, picked && styles.picked)}>
      <th scope="row" className={styles.name}>
        <input type="checkbox" tabIndex={-1} checked={picked} aria-label={t("runs.pick", { n: formatCount(future, locale) })} onChange={(e) => onPick([future], e.target.checked)} />
        <Link to={to} tabIndex={-1}>
          {formatCount(future, locale)}
          <span className="visuallyHidden">, {t("runs.open")}</span>
        </Link>
      </th>
      <td className={styles.ending}>
        <span className={styles.outcome} data-ending={ending}>
          {t(`runs.ending.${ending}`)}
        </span>
        {cause && <span className={styles.cause}>{loose("cause." + cause, undefined, cause)}</span>}
      </td>
      <td className={styles.path}>{years && <Path years={years} future={future} />}</td>
      {columns.map(({ name, unit }) => (
        <td key={name}>
          <Value value={rows.value(name, future)} unit={unit} />
        </td>
      ))}
    </tr>
  );
}

/** A quantity of a future as a person writes it. */
export function Value({ value, unit }: { value: number; unit: ColumnUnit }) {
  const t = useText();
  const locale = useLocale();
  if (!Number.isFinite(value)) return "–";
  if (unit === "money") return <Money value={value} style="round" />;
  if (unit === "age") return t("runs.age", { n: Math.floor(value) });
  if (unit === "share" && value === 0) return "–";
  return formatPercent(value, locale, unit === "rate" ? 1 : 0);
}

const pathWidth = 112;
const pathHeight = 26;

/** Savings over the years, on one scale for all rows: the top is what four in five stay below. */
function Path({ years, future }: { years: Years; future: number }) {
  const metric = "liquid";
  const top = scaleTop(years, metric);
  const count = years.shape.years.length;
  const xs = Float32Array.from({ length: count }, (_, i) => (i / Math.max(1, count - 1)) * pathWidth);
  const ys = Float32Array.from(years.shape.years, (year) => pathHeight - 1 - Math.min(1, Math.max(0, (years.year("real", metric, year)?.[future] ?? 0) / top)) * (pathHeight - 3));
  return (
    <svg width={pathWidth} height={pathHeight} aria-hidden>
      <path className={styles.line} d={linePath(xs, ys)} />
    </svg>
  );
}

const tops = new WeakMap<Years, number>();

function scaleTop(years: Years, metric: string): number {
  const known = tops.get(years);
  if (known) return known;
  const last = years.shape.years.at(-1) ?? 0;
  const sorted = Float32Array.from(years.year("real", metric, last) ?? []).sort();
  const top = Math.max(1, sorted[Math.floor(sorted.length * 0.8)] ?? 1);
  tops.set(years, top);
  return top;
}
