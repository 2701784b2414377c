import { Rows3, Table2 } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import fan from "./Fan.module.css";
import { useGrid } from "./grid";
import { niceTicks } from "./scale";
import styles from "./Tornado.module.css";

/** One end of a row: how far it goes, and where luck could have put it. */
export interface TornadoBar {
  /** How it is called beside its end: "1 year later". */
  label: string;
  value: number;
  low: number;
  high: number;
  /** What it is and what comes of it, for readers; its length and label follow. */
  spoken: string;
}

export interface TornadoRow {
  id: string;
  label: string;
  bars: readonly (TornadoBar | null)[];
  /** Why there are no bars. */
  note?: string | undefined;
}

export interface TornadoProps {
  /** What the lengths mean, and in what unit. */
  title: string;
  rows: readonly TornadoRow[];
  /** A length as it is written, and as short as can be on the axis. */
  say: (value: number) => string;
  short: (value: number) => string;
  chosen: { row: string; bar: number } | null;
  onChoose: (row: string, bar: number) => void;
  columns: { row: string; bar: string; value: string; range: string };
  range: (low: number, high: number) => string;
  summary?: ReactNode;
}

/** Bars to both sides of nothing, widest first. Arrows go from bar to bar, Enter chooses one, t shows the table. */
export function Tornado(props: TornadoProps) {
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
          {table ? <Rows3 size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? <BarTable {...props} /> : <Bars {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

function domainOf(rows: readonly TornadoRow[]): { most: number; ticks: number[] } {
  const reach = rows.flatMap((r) => r.bars.flatMap((b) => (b ? [Math.abs(b.value), Math.abs(b.low), Math.abs(b.high)] : [])));
  const { domain, ticks } = niceTicks(0, Math.max(1e-6, ...reach), 3);
  return { most: domain[1], ticks: [...ticks.filter((v) => v > 0).map((v) => -v).reverse(), ...ticks] };
}

function Bars({ rows, say, short, chosen, onChoose, toggle, title }: TornadoProps & { toggle: () => void }) {
  const { most, ticks } = domainOf(rows);
  const bar = ([r, c]: readonly [number, number]) => rows[r]?.bars[c] ?? null;
  const grid = useGrid(rows.length, 2, (place) => bar(place) !== null);
  const place = (value: number) => `${50 + (value / most) * 50}%`;
  const key = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "t") toggle();
    else return grid.move(event);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/interactive-supports-focus -- the bars within take the focus, one at a time
    <div className={styles.chart} role="group" aria-label={title} onKeyDown={key}>
      <div className={styles.axis} aria-hidden>
        <div className={styles.label} />
        <div className={styles.plot}>
          {ticks.map((tick) => (
            <span key={tick} className={styles.tick} style={{ left: place(tick) }}>
              {tick === 0 ? "0" : short(tick)}
            </span>
          ))}
        </div>
      </div>
      {rows.map((row, r) => (
        <div key={row.id} className={styles.row} data-empty={row.bars.every((b) => !b) || undefined}>
          <div className={styles.label}>{row.label}</div>
          <div className={styles.plot}>
            {ticks.map((tick) => (
              <span key={tick} className={styles.grid} data-zero={tick === 0 || undefined} style={{ left: place(tick) }} aria-hidden />
            ))}
            {row.note && row.bars.every((b) => !b) && <span className={styles.note}>{row.note}</span>}
            {row.bars.map((b, c) => b && <Bar key={c} bar={b} most={most} say={say} second={sameSide(row) && c === 1} both={sameSide(row)} chosen={chosen?.row === row.id && chosen.bar === c} tab={grid.tab([r, c])} onChoose={() => onChoose(row.id, c)} />)}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Both ways lead to the same side: the bars share the row's height. */
const sameSide = (row: TornadoRow) => row.bars.every((b) => b !== null && b.value > 0) || row.bars.every((b) => b !== null && b.value < 0);

function Bar({ bar, most, say, second, both, chosen, tab, onChoose }: { bar: TornadoBar; most: number; say: (v: number) => string; second: boolean; both: boolean; chosen: boolean; tab: object; onChoose: () => void }) {
  const up = bar.value >= 0;
  const share = (v: number) => (Math.abs(v) / most) * 50;
  const [near, far] = up ? [bar.low, bar.high] : [bar.high, bar.low];
  const whisker = { from: up ? Math.max(0, near) : Math.min(0, near), to: far };
  const side = up ? "left" : "right";
  return (
    <button type="button" {...tab} className={classes(styles.bar, both && styles.half, second && styles.second)} data-up={up} aria-pressed={chosen} aria-label={`${bar.spoken}. ${say(bar.value)} ${bar.label}`} style={{ [side]: "50%", width: "50%" }} onClick={onChoose}>
      <span className={styles.fill} style={{ [side]: 0, width: `${share(bar.value) * 2}%` }} />
      <span className={styles.whisker} style={{ [side]: `${share(whisker.from) * 2}%`, width: `${(share(whisker.to) - share(whisker.from)) * 2}%` }} />
      <span className={styles.words} style={{ [side]: `${Math.max(share(bar.value), share(whisker.to)) * 2}%` }}>
        <strong>{say(bar.value)}</strong> {bar.label}
      </span>
    </button>
  );
}

function BarTable({ rows, say, columns, range }: TornadoProps) {
  return (
    <div className={fan.tableWrap}>
      <table className={fan.table}>
        <thead>
          <tr>
            <th scope="col">{columns.row}</th>
            <th scope="col">{columns.bar}</th>
            <th scope="col">{columns.value}</th>
            <th scope="col">{columns.range}</th>
          </tr>
        </thead>
        <tbody>
          {rows.flatMap((row) =>
            row.bars.map(
              (b, c) =>
                b && (
                  <tr key={`${row.id}${c}`}>
                    <th scope="row">{row.label}</th>
                    <td>{b.label}</td>
                    <td>{say(b.value)}</td>
                    <td>{range(b.low, b.high)}</td>
                  </tr>
                ),
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
