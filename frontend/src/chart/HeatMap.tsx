import { Grid3x3, Table2 } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import fan from "./Fan.module.css";
import { useGrid } from "./grid";
import styles from "./HeatMap.module.css";

export interface HeatCell {
  /** From 0 to 1; null where there is none. */
  value: number | null;
  /** What is written in the field. */
  label: string;
  spoken: string;
  /** A dot: the field meets a goal. */
  marked: boolean;
  /** A frame: where things stand. */
  here: boolean;
}

export interface HeatMapProps {
  title: string;
  across: { title: string; labels: readonly string[] };
  down: { title: string; labels: readonly string[] };
  /** [down][across] */
  cells: readonly (readonly HeatCell[])[];
  chosen: readonly [number, number] | null;
  onChoose: (down: number, across: number) => void;
  summary?: ReactNode;
}

/** Two quantities against each other; darker is more. Arrows go from field to field, Enter chooses one, t shows the table. */
export function HeatMap(props: HeatMapProps) {
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
          {table ? <Grid3x3 size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? <PlainTable {...props} /> : <Fields {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

/** The part of the range that a value stands at, so that differences are seen also where all values are high. */
function depthOf(cells: HeatMapProps["cells"]): (value: number) => number {
  const values = cells.flatMap((row) => row.flatMap((c) => (c.value === null ? [] : [c.value])));
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return (value) => (span > 0 ? (value - low) / span : 0.5);
}

/** From here on the writing is light on dark, or dark on light in the dark. */
const deep = 0.62;

/** Percent of the full colour; leaves out the middle, on which neither writing can be read. */
function shade(depth: number): number {
  return Math.round(depth < deep ? 6 + (depth / deep) * 46 : 80 + ((depth - deep) / (1 - deep)) * 20);
}

function Fields({ title, across, down, cells, chosen, onChoose, toggle }: HeatMapProps & { toggle: () => void }) {
  const depth = depthOf(cells);
  const at = ([r, c]: readonly [number, number]) => cells[r]?.[c];
  const middle = cells.flatMap((row, r) => row.flatMap((c, i) => (c.here ? [[r, i] as const] : [])))[0];
  const grid = useGrid(cells.length, across.labels.length, (place) => at(place)?.value != null, middle);
  const key = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "t") toggle();
    else return grid.move(event);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/interactive-supports-focus -- the fields within take the focus, one at a time
    <div className={styles.scroll} role="group" aria-label={title} onKeyDown={key}>
      <table className={styles.map}>
        <thead>
          <tr>
            <th className={styles.corner} scope="col">
              {down.title}
            </th>
            <th colSpan={across.labels.length} scope="colgroup" className={styles.axis}>
              {across.title}
            </th>
          </tr>
          <tr>
            <th scope="col">
              <span className="visuallyHidden">{down.title}</span>
            </th>
            {across.labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, r) => (
            <tr key={down.labels[r]}>
              <th scope="row">{down.labels[r]}</th>
              {row.map((cell, c) => (
                <td key={across.labels[c]}>
                  {cell.value === null ? (
                    <span className={styles.none} title={cell.spoken}>
                      –
                    </span>
                  ) : (
                    <button
                      type="button"
                      {...grid.tab([r, c])}
                      className={styles.field}
                      data-deep={depth(cell.value) >= deep || undefined}
                      data-here={cell.here || undefined}
                      aria-pressed={chosen?.[0] === r && chosen[1] === c}
                      aria-label={`${cell.label}. ${cell.spoken}`}
                      style={{ "--depth": `${shade(depth(cell.value))}%` } as Record<string, string>}
                      onClick={() => onChoose(r, c)}
                    >
                      {cell.label}
                      {cell.marked && <span className={styles.dot} aria-hidden />}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlainTable({ title, across, down, cells }: HeatMapProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={fan.tableWrap} tabIndex={0} role="region" aria-label={title}>
      <table className={fan.table}>
        <thead>
          <tr>
            <th scope="col">
              {down.title} / {across.title}
            </th>
            {across.labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, r) => (
            <tr key={down.labels[r]}>
              <th scope="row">{down.labels[r]}</th>
              {row.map((cell, c) => (
                <td key={across.labels[c]}>{cell.value === null ? "–" : cell.label}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
