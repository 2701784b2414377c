import { Table2, Waves } from "lucide-react";
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import fan from "./Fan.module.css";
import { roughWidth, shortened } from "./pins";
import { layout, ribbonPath, type Flow, type Ribbon } from "./ribbons";
import styles from "./Sankey.module.css";
import { useWidth } from "./useSize";

export interface SankeyProps {
  /** What flows and in which money. */
  title: string;
  /** The pool in the middle. */
  pool: string;
  ins: readonly Flow[];
  outs: readonly Flow[];
  say: (value: number) => string;
  /** What part of its side a flow is. */
  share: (part: number) => string;
  summary?: ReactNode;
}

/** Money through a household. Arrows go from flow to flow, t shows the table. */
export function Sankey(props: SankeyProps) {
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
          {table ? <Waves size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? <PlainTable {...props} /> : <Picture {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

const bar = 10;
const row = 34;
const gap = 8;
const below = 24; // where there is no room between the sides, the pool is named below them

function Picture(props: SankeyProps & { toggle: () => void }) {
  const t = useText();
  const { ins, outs, say, share } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const narrow = width < 640;
  const longest = Math.max(0, ...[...ins, ...outs].map((flow) => roughWidth(flow.label, 13)));
  const words = narrow ? Math.min(118, width * 0.31) : Math.min(Math.max(150, longest + 12), width * 0.26);
  const height = Math.max(260, Math.max(ins.length, outs.length) * (row + gap) + 24);
  const { ribbons, poolTop, poolBottom } = useMemo(() => layout(ins, outs, height, row, gap), [ins, outs, height]);
  const sums = { in: sumOf(ins), out: sumOf(outs) };
  const middle = width / 2;
  const here = at ?? 0;
  const spoken = (r: Ribbon | undefined) => (r ? t(`sankey.${r.side}`, { what: r.label, amount: say(r.value), share: share(r.value / (sums[r.side] || 1)) }) : "");
  const key = (event: KeyboardEvent) => {
    const now = ribbons[here];
    const across = event.key === "ArrowRight" || event.key === "ArrowLeft";
    const other = across && now ? ribbons.findIndex((r) => r.side === (event.key === "ArrowRight" ? "out" : "in")) : -1;
    const to = across ? (now?.side === (event.key === "ArrowRight" ? "out" : "in") ? here : other) : { ArrowDown: here + (at === null ? 0 : 1), ArrowUp: here - 1, Home: 0, End: ribbons.length - 1 }[event.key];
    if (to !== undefined && to >= 0) setAt(Math.min(ribbons.length - 1, to));
    else if (event.key === "t") props.toggle();
    else if (event.key === "Escape") setAt(null);
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      className={fan.plot}
      role="slider"
      tabIndex={0}
      aria-label={t("sankey.cursor", { title: props.title })}
      aria-valuemin={1}
      aria-valuemax={Math.max(1, ribbons.length)}
      aria-valuenow={here + 1}
      aria-valuetext={spoken(ribbons[here])}
      onKeyDown={key}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && setAt(here)}
      onBlur={() => setAt(null)}
      onPointerLeave={() => setAt(null)}
    >
      <svg className={fan.svg} height={height + (narrow ? below : 0)} aria-hidden>
        {width > 0 &&
          ribbons.map((r, i) => {
            const edge = r.side === "in" ? words + bar : width - words - bar;
            const pool = r.side === "in" ? middle - bar / 2 : middle + bar / 2;
            const x = r.side === "in" ? words : width - words - bar;
            const text = r.side === "in" ? words - 8 : width - words + 8;
            const place = (r.top + r.bottom) / 2;
            return (
              <g key={`${r.side} ${r.id}`} className={styles.flow} data-pale={at !== null && at !== i ? true : undefined} onPointerEnter={() => setAt(i)}>
                <path className={styles.ribbon} style={{ fill: `var(${r.token})` }} d={ribbonPath(edge, r.top, r.bottom, pool, r.poolTop, r.poolBottom)} />
                <rect style={{ fill: `var(${r.token})` }} x={x} width={bar} y={r.top} height={r.bottom - r.top} />
                <text className={styles.label} x={text} y={place - 2} textAnchor={r.side === "in" ? "end" : "start"}>
                  {shortened(r.label, words - 8, 13)}
                </text>
                <text className={styles.amount} x={text} y={place + 13} textAnchor={r.side === "in" ? "end" : "start"}>
                  {say(r.value)}
                </text>
              </g>
            );
          })}
        {width > 0 && (
          <>
            <rect className={styles.pool} x={middle - bar / 2} width={bar} y={poolTop} height={Math.max(1, poolBottom - poolTop)} />
            <text className={styles.poolLabel} x={middle} y={narrow ? height + below - 8 : Math.max(12, poolTop - 8)} textAnchor="middle">
              {props.pool} · {say(Math.max(sums.in, sums.out))}
            </text>
          </>
        )}
      </svg>
    </div>
  );
}

const sumOf = (flows: readonly Flow[]) => flows.reduce((sum, f) => sum + f.value, 0);

function PlainTable({ title, ins, outs, say, share }: SankeyProps) {
  const t = useText();
  const part = (name: string, flows: readonly Flow[]) => (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          {name}
        </th>
      </tr>
      {flows.map((f) => (
        <tr key={f.id}>
          <th scope="row">{f.label}</th>
          <td>{say(f.value)}</td>
          <td>{share(f.value / (sumOf(flows) || 1))}</td>
        </tr>
      ))}
    </tbody>
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={fan.tableWrap} tabIndex={0} role="region" aria-label={title}>
      <table className={fan.table}>
        <thead>
          <tr>
            <th scope="col">{t("sankey.what")}</th>
            <th scope="col">{t("sankey.amount")}</th>
            <th scope="col">{t("sankey.share")}</th>
          </tr>
        </thead>
        {part(t("replay.in"), ins)}
        {part(t("replay.out"), outs)}
      </table>
    </div>
  );
}
