import { ChartColumnStacked, Table2 } from "lucide-react";
import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { formatYear } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { columnsPath, reach, roomFor, stack, type Layer } from "./stacked";
import styles from "./Bars.module.css";
import fan from "./Fan.module.css";
import { linePath } from "./path";
import { roughWidth } from "./pins";
import { linear, niceTicks, yearTicks } from "./scale";
import { useWidth } from "./useSize";

export interface BarsProps {
  /** What is drawn and in which money: the axis title. */
  title: string;
  years: readonly number[];
  layers: readonly Layer[];
  /** What they add up to, drawn over them. */
  line?: { label: string; values: readonly number[] } | undefined;
  short: (value: number) => string;
  say: (value: number) => string;
  /** A line about a year for the cursor: ages. */
  note?: (year: number) => string;
  /** A year that stands out. */
  chosen?: readonly [first: number, last: number] | undefined;
  onYear?: ((year: number) => void) | undefined;
  summary?: ReactNode;
  height?: number;
}

/** Stacked columns over years. Arrows move through the years, Enter chooses one, t shows the table. */
export function Bars(props: BarsProps) {
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
          {table ? <ChartColumnStacked size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? <PlainTable {...props} /> : <Plot {...props} toggle={() => setTable(true)} />}
      {!table && <Key layers={props.layers} line={props.line} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

const gutter = 58; // pixels for the words of the axis

function useModel({ years, layers, line, height = 320 }: BarsProps, width: number) {
  const stacked = useMemo(() => stack(layers, years.length), [layers, years]);
  return useMemo(() => {
    const [low, high] = reach(stacked, line?.values);
    const { domain, ticks } = niceTicks(low, high, 5);
    const y = linear(domain[0], domain[1], height - 24, 12);
    const across = Math.max(40, width - gutter);
    const step = years.length > 0 ? across / years.length : across;
    const gap = Math.min(3, step * 0.2);
    const x = (i: number) => gutter + i * step + gap / 2;
    const thick = Math.max(1, step - gap);
    return { stacked, ticks, y, step, x, thick, height, paths: stacked.map((s) => columnsPath(s.spans, x, thick, y)) };
  }, [stacked, line, height, years, width]);
}

function Plot(props: BarsProps & { toggle: () => void }) {
  const t = useText();
  const locale = useLocale();
  const { years, line, chosen, say } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const model = useModel(props, width);
  const [cursor, setCursor] = useState<number | null>(null);
  const last = years.length - 1;
  const at = Math.min(cursor ?? 0, last);
  const clamp = (i: number) => Math.min(last, Math.max(0, i));
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 : 1;
    const to = { ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step, Home: 0, End: last }[event.key];
    const year = years[at];
    if (to !== undefined) setCursor(clamp(to));
    else if (event.key === "Enter" && props.onYear && year !== undefined) props.onYear(year);
    else if (event.key === "t") props.toggle();
    else if (event.key === "Escape") setCursor(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const point = (event: PointerEvent<HTMLDivElement>) => setCursor(clamp(Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - gutter) / model.step)));
  const parts = (i: number) => props.layers.filter((l) => Math.abs(l.values[i] ?? 0) >= 0.5).map((l) => ({ label: l.label, value: l.values[i] ?? 0 }));
  const spoken = [formatYear(years[at] ?? 0, locale), props.note?.(years[at] ?? 0), line && `${line.label} ${say(line.values[at] ?? 0)}`, ...parts(at).map((p) => `${p.label} ${say(p.value)}`)].filter(Boolean).join(", ");
  return (
    <div
      ref={ref}
      className={fan.plot}
      role="slider"
      tabIndex={0}
      aria-label={t("chart.cursor", { title: props.title })}
      aria-valuemin={years[0] ?? 0}
      aria-valuemax={years[last] ?? 0}
      aria-valuenow={years[at] ?? 0}
      aria-valuetext={spoken}
      onKeyDown={key}
      onPointerMove={point}
      onPointerLeave={() => setCursor(null)}
      onBlur={() => setCursor(null)}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && setCursor(at)}
      onClick={() => cursor !== null && props.onYear?.(years[at] ?? 0)}
    >
      <svg className={fan.svg} height={model.height} aria-hidden>
        {width > 0 && <Picture {...props} model={model} width={width} cursor={cursor} chosen={chosen} />}
      </svg>
      {cursor !== null && (
        <div className={fan.card} style={at > years.length / 2 ? { right: width - model.x(at) + 10 } : { left: model.x(at) + model.thick + 10 }} aria-hidden>
          <div className={fan.cardTitle}>{formatYear(years[at] ?? 0, locale)}</div>
          {props.note && <div className={fan.cardNote}>{props.note(years[at] ?? 0)}</div>}
          <dl className={fan.cardRows}>
            {[...(line ? [{ label: line.label, value: line.values[at] ?? 0 }] : []), ...parts(at)].map((p, i) => (
              <Row key={p.label} label={p.label} value={say(p.value)} strong={line !== undefined && i === 0} />
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}

function Row({ label, value, strong }: { label: string; value: string; strong: boolean }) {
  return (
    <>
      <dt className={strong ? fan.strong : undefined}>{label}</dt>
      <dd className={strong ? fan.strong : undefined}>{value}</dd>
    </>
  );
}

function Picture({ years, line, short, model, width, cursor, chosen }: BarsProps & { model: ReturnType<typeof useModel>; width: number; cursor: number | null }) {
  const { stacked, ticks, y, step, x, thick, paths, height } = model;
  const first = years[0] ?? 0;
  const centre = (i: number) => x(i) + thick / 2;
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={classes(fan.grid, tick === 0 && fan.zero)} x1={gutter} x2={width} y1={Math.round(y(tick)) + 0.5} y2={Math.round(y(tick)) + 0.5} />
        </g>
      ))}
      {chosen && <rect className={styles.chosen} x={x(chosen[0] - first) - 2} width={(chosen[1] - chosen[0] + 1) * step} y={0} height={height - 22} />}
      {stacked.map((s, i) => (
        <path key={s.id} className={classes(styles.layer, s.hollow && styles.hollow)} style={s.hollow ? { stroke: `var(${s.token})` } : { fill: `var(${s.token})` }} d={paths[i]} />
      ))}
      {line && <path className={styles.line} d={linePath(Float32Array.from(years, (_, i) => centre(i)), Float32Array.from(line.values, y))} />}
      {ticks.map((tick) => (
        <text key={tick} className={fan.tick} x={gutter - 8} y={y(tick) + 4} textAnchor="end">
          {short(tick)}
        </text>
      ))}
      {stacked.map((s) => {
        const place = roomFor(s.spans, (v) => Math.abs(y(v) - y(0)), step, roughWidth(s.label) + 12, 15);
        return (
          place && (
            <text key={s.id} className={styles.name} x={centre(0) + place.i * step} y={y(place.value) + 4} textAnchor="middle">
              {s.label}
            </text>
          )
        );
      })}
      {yearTicks(first * 12, years.length * 12, width - gutter).map(([year]) => (
        <text key={year} className={fan.tick} x={centre(year - first)} y={height - 7} textAnchor={centre(year - first) > width - 16 ? "end" : "middle"}>
          {year}
        </text>
      ))}
      {cursor !== null && <rect className={styles.cursor} x={x(cursor) - 1} width={thick + 2} y={0} height={height - 22} />}
    </>
  );
}

function Key({ layers, line }: Pick<BarsProps, "layers" | "line">) {
  return (
    <ul className={styles.key} aria-hidden>
      {line && (
        <li>
          <span className={styles.lineMark} />
          {line.label}
        </li>
      )}
      {layers.map((l) => (
        <li key={l.id}>
          <span className={styles.mark} style={l.hollow ? { boxShadow: `inset 0 0 0 1.5px var(${l.token})` } : { background: `var(${l.token})` }} />
          {l.label}
        </li>
      ))}
    </ul>
  );
}

function PlainTable({ title, years, layers, line, say }: BarsProps) {
  const t = useText();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={fan.tableWrap} tabIndex={0} role="region" aria-label={title}>
      <table className={fan.table}>
        <thead>
          <tr>
            <th scope="col">{t("chart.year")}</th>
            {line && <th scope="col">{line.label}</th>}
            {layers.map((l) => (
              <th key={l.id} scope="col">
                {l.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year, i) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {line && <td>{say(line.values[i] ?? 0)}</td>}
              {layers.map((l) => (
                <td key={l.id}>{Math.abs(l.values[i] ?? 0) < 0.5 ? "–" : say(l.values[i] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
