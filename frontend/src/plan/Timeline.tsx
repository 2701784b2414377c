// Swim-lanes of the plan: streams as bars, milestones as pins to drag or to move with the arrow keys.
import { Flag } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useNavigate } from "react-router";
import { applyPatch } from "../api/patch";
import { formatMonth, monthAt } from "../format/time";
import { icons } from "../ui/Icon";
import { useLocked } from "../ui/lock";
import type { Plan } from "./document";
import { useEditing } from "./editing";
import type { EditKey } from "./editNames";
import { endEdit, endPatch, freeSides, SIDES, type Side } from "./ends";
import { useWords } from "./fields/choices";
import { HOUSEHOLD, picture, pinPatch, rows, ticks, type Bar, type Lane, type Pin } from "./lanes";
import styles from "./Timeline.module.css";
import { TONES } from "./tones";
import { endMonth } from "./when";
import { nameOf, personName, resolvedWords } from "./words";

const ROW = 22;
const PIN = 26;
const HEAD = 22;
const AXIS = 26;
const PAUSE = 600;

interface Move {
  id: string;
  months: number;
  /** The plan it moves; over once that has changed. */
  of: Plan;
}

export function Timeline() {
  const { plan, preview, commit } = useEditing();
  const words = useWords();
  const { t } = words;
  const [box, width] = useWidth();
  const [last, setMove] = useState<Move | null>(null);
  const move = last?.of === plan ? last : null;
  const locked = useLocked();
  const grips = useMemo(() => (locked ? new Map<string, Grip>() : gripsOf(plan)), [plan, locked]);
  const moving = (id: string, months: number) => {
    const grip = grips.get(id);
    return grip ? endPatch(plan, grip.bar, grip.side, months) : pinPatch(plan, id, months);
  };
  const patch = move && moving(move.id, move.months);
  const moved = patch ? applyPatch(plan, patch) : plan;
  const drawn = useMemo(() => picture(moved), [moved]);
  if (!drawn) return null;
  const shift = (id: string, months: number) => {
    setMove({ id, months, of: plan });
    preview(moving(id, months));
  };
  const named = (id: string): { edit: EditKey; name: string } => {
    const grip = grips.get(id);
    if (grip) return { edit: endEdit(plan, grip.bar), name: nameOf(words, grip.bar) };
    if (id.startsWith("stop:")) return { edit: "edit.people.stop", name: personName(words, id.slice(5)) };
    return { edit: "edit.milestones.when", name: nameOf(words, plan.milestones?.[id]) };
  };
  const keep = (id: string, months: number) => {
    const change = moving(id, months);
    if (Object.keys(change).length === 0) return drop();
    const { edit, name } = named(id);
    void commit(edit, { name }, change).then((kept) => !kept && setMove(null));
  };
  const drop = () => {
    setMove(null);
    preview(null);
  };
  const x = (month: number) => ((month - drawn.from) / (drawn.to - drawn.from)) * width;
  const placed = place(drawn.lanes, x, width, (pin) => pinName(words, pin));
  const height = placed.reduce((sum, lane) => sum + lane.height, 0) + AXIS;
  return (
    <figure className={styles.figure} ref={box}>
      <svg width={width} height={height} className={styles.svg} role="group" aria-label={t("plan.timeline.label")}>
        {ticks(drawn.from, drawn.to, width).map((year) => (
          <g key={year} aria-hidden>
            <line className={styles.grid} x1={x(year * 12)} x2={x(year * 12)} y1={0} y2={height - AXIS} />
            <text className={styles.tick} x={x(year * 12)} y={height - 8} textAnchor={x(year * 12) > width - 20 ? "end" : x(year * 12) < 16 ? "start" : "middle"}>
              {year}
            </text>
          </g>
        ))}
        {placed.map((lane) =>
          lane.pins.map((pin, i) => (
            <line key={pin.id} className={styles.stem} x1={x(pin.month)} x2={x(pin.month)} y1={lane.top + HEAD + (lane.pinRow[i] ?? 0) * PIN + PIN - 6} y2={height - AXIS} aria-hidden />
          )),
        )}
        {placed.map((lane) => (
            <g key={lane.id} transform={`translate(0 ${lane.top})`}>
              <line className={styles.rule} x1={0} x2={width} y1={0.5} y2={0.5} />
              <text className={styles.lane} x={0} y={15}>
                {brief(lane.id === HOUSEHOLD ? t("plan.timeline.household") : personName(words, lane.id))}
              </text>
              {lane.bars.map((bar, i) => (
                <BarMark
                  key={bar.tone + bar.id}
                  bar={bar}
                  left={Math.max(0, x(bar.from))}
                  right={Math.min(width, x(bar.to))}
                  width={width}
                  y={HEAD + lane.pinRows * PIN + (lane.barRow[i] ?? 0) * ROW}
                  sides={SIDES.filter((side) => grips.has(gripId(bar, side)))}
                  move={move}
                  perMonth={width / (drawn.to - drawn.from)}
                  onShift={shift}
                  onKeep={keep}
                  onDrop={drop}
                />
              ))}
              {lane.pins.map((pin, i) => (
                <PinMark
                  key={pin.id}
                  pin={pin}
                  x={Math.max(0, Math.min(width, x(pin.month)))}
                  y={HEAD + (lane.pinRow[i] ?? 0) * PIN}
                  width={width}
                  months={move?.id === pin.id ? move.months : 0}
                  perMonth={width / (drawn.to - drawn.from)}
                  onShift={shift}
                  onKeep={keep}
                  onDrop={drop}
                />
              ))}
            </g>
        ))}
      </svg>
      <figcaption className={styles.legend}>
        {(["income", "spending", "goal", "debt", "insurance"] as const).map((tone) => (
          <span key={tone} className={styles.key}>
            <span className={styles.swatch} style={{ background: TONES[tone] }} aria-hidden />
            {t(`plan.tone.${tone}`)}
          </span>
        ))}
        {!locked && <span className={styles.help}>{t("plan.timeline.help")}</span>}
      </figcaption>
    </figure>
  );
}

function useWidth(): [ref: (node: HTMLElement | null) => void, width: number] {
  const [node, setNode] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (!node) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.floor(entry.contentRect.width))));
    watch.observe(node);
    return () => watch.disconnect();
  }, [node]);
  return [setNode, width];
}

interface Placed extends Lane {
  pinRow: number[];
  pinRows: number;
  barRow: number[];
  top: number;
  height: number;
}

let ruler: CanvasRenderingContext2D | null = null;

/** How wide a label will be, in the page's own type. */
const letters = 24;

/** A name as it is drawn; the spoken one is whole. */
function brief(name: string): string {
  const all = [...name];
  return all.length > letters ? all.slice(0, letters - 1).join("") + "…" : name;
}

function textWidth(text: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 8;
  ruler.font = `550 11.5px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

function pinWidth(name: string): number {
  return textWidth(brief(name)) + 36;
}

function place(lanes: Lane[], x: (month: number) => number, width: number, name: (pin: Pin) => string): Placed[] {
  let top = 0;
  return lanes.map((lane) => {
    const pinEdges = lane.pins.map((pin) => {
      const left = pinLeft(x(pin.month), pinWidth(name(pin)), width);
      return [left, left + pinWidth(name(pin))] as const;
    });
    const barEdges = lane.bars.map((bar) => {
      const left = Math.max(0, x(bar.from));
      const right = Math.min(width, x(bar.to));
      return right - left >= textWidth(brief(bar.name)) + 14 ? ([left, right] as const) : ([Math.min(left, width - textWidth(brief(bar.name)) - 14), right + textWidth(brief(bar.name)) + 10] as const);
    });
    const pinRow = rows(pinEdges, 6);
    const barRow = rows(barEdges, 4);
    const count = (list: number[]) => (list.length === 0 ? 0 : Math.max(...list) + 1);
    const height = HEAD + count(pinRow) * PIN + count(barRow) * ROW + 8;
    top += height;
    return { ...lane, pinRow, pinRows: count(pinRow), barRow, top: top - height, height };
  });
}

function pinLeft(x: number, wide: number, width: number): number {
  return Math.max(0, Math.min(width - wide, x - 12));
}

function pinName({ t }: ReturnType<typeof useWords>, pin: Pin): string {
  return pin.kind === "stop" ? t("plan.timeline.stop") : pin.name || t("plan.unnamed");
}

/** An end of a bar that can be moved. */
interface Grip {
  bar: Bar;
  side: Side;
}

function gripId(bar: Bar, side: Side): string {
  return `${side} ${bar.tone} ${bar.id}`;
}

/** Every end that can be moved, as the kept plan has it. */
function gripsOf(plan: Plan): Map<string, Grip> {
  const bars = picture(plan)?.lanes.flatMap((lane) => lane.bars) ?? [];
  return new Map(bars.flatMap((bar) => freeSides(plan, bar).map((side) => [gripId(bar, side), { bar, side }] as const)));
}

interface BarProps extends Omit<Movable, "id" | "months"> {
  bar: Bar;
  left: number;
  right: number;
  width: number;
  y: number;
  sides: readonly Side[];
  move: Move | null;
}

function BarMark({ bar, left, right, width, y, sides, move, ...movable }: BarProps) {
  const go = useNavigate();
  const { t } = useWords();
  const group = useRef<SVGGElement>(null);
  const focus = (what: string) => group.current?.querySelector<SVGElement>(what)?.focus();
  const wide = Math.max(4, right - left);
  const fits = wide >= textWidth(brief(bar.name)) + 14;
  const after = right + textWidth(brief(bar.name)) + 10 <= width;
  const textX = fits ? left + 7 : after ? right + 5 : left - 5;
  const href = `../${bar.section}?edit=${encodeURIComponent(bar.id)}`;
  const whole = useId();
  return (
    <g ref={group} className={styles.stream}>
      {brief(bar.name) !== bar.name && <desc id={whole}>{bar.name}</desc>}
      <a
        href={href}
        className={styles.bar}
        // Whoever speaks to the page says what is seen; the whole name is the description.
        aria-label={`${t(`plan.tone.${bar.tone}`)}: ${brief(bar.name)}`}
        aria-describedby={brief(bar.name) === bar.name ? undefined : whole}
        onClick={(event) => {
          event.preventDefault();
          void go(href, { relative: "path" });
        }}
        onKeyDown={(event) => {
          const side = event.key === "ArrowLeft" ? "start" : event.key === "ArrowRight" ? "end" : null;
          if (!side || !sides.includes(side)) return;
          event.preventDefault();
          focus(`[data-side=${side}]`);
        }}
      >
        <rect className={styles.barBody} x={left} y={y} width={wide} height={ROW - 5} rx={3} style={{ fill: TONES[bar.tone] }} />
        <rect x={left} y={y} width={3} height={ROW - 5} rx={1.5} style={{ fill: TONES[bar.tone] }} />
        <text className={styles.barText} x={textX} y={y + 12.5} textAnchor={fits || after ? "start" : "end"}>
          {brief(bar.name)}
        </text>
      </a>
      {sides.map((side) => (
        <EndMark key={side} bar={bar} side={side} x={side === "start" ? left : right} y={y} months={move?.id === gripId(bar, side) ? move.months : 0} onLeave={() => focus("a")} {...movable} />
      ))}
    </g>
  );
}

interface EndProps extends Omit<Movable, "id"> {
  bar: Bar;
  side: Side;
  x: number;
  y: number;
  /** Back to the bar. */
  onLeave: () => void;
}

/** An end of a bar: reached from the bar by an arrow key, left for it by Escape. */
function EndMark({ bar, side, x, y, months, onLeave, ...movable }: EndProps) {
  const { t, locale, plan } = useWords();
  const month = side === "start" ? bar.from : bar.to;
  const mover = useMover({ id: gripId(bar, side), months, ...movable });
  return (
    <g
      role="slider"
      tabIndex={-1}
      data-side={side}
      className={styles.end}
      aria-label={t(side === "start" ? "plan.timeline.start" : "plan.timeline.end", { name: bar.name || t("plan.unnamed") })}
      aria-orientation="horizontal"
      aria-valuenow={month}
      aria-valuemin={0}
      aria-valuemax={endMonth(plan) ?? month}
      aria-valuetext={formatMonth(monthAt(month), locale)}
      {...mover}
      onKeyDown={(event) => {
        mover.onKeyDown(event);
        if (event.key === "Escape" && !event.defaultPrevented) onLeave();
      }}
    >
      <rect className={styles.reach} x={x - 6} y={y - 1} width={12} height={ROW - 3} />
      <rect className={styles.grip} x={x - 2.5} y={y} width={5} height={ROW - 5} rx={2.5} style={{ fill: TONES[bar.tone] }} />
      {months !== 0 && (
        <text className={styles.moving} x={side === "start" ? x - 6 : x + 6} y={y + 12.5} textAnchor={side === "start" ? "end" : "start"}>
          {formatMonth(monthAt(month), locale)}
        </text>
      )}
    </g>
  );
}

interface Movable {
  id: string;
  /** How far it is moved and not yet kept. */
  months: number;
  perMonth: number;
  onShift: (id: string, months: number) => void;
  onKeep: (id: string, months: number) => void;
  onDrop: () => void;
}

/** What makes something move along the time: dragging, and the arrow keys, by a year with Shift; Escape drops it. */
function useMover({ id, months, perMonth, onShift, onKeep, onDrop }: Movable) {
  const from = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const flush = () => {
    clearTimeout(timer.current);
    if (waiting.current === 0) return;
    const by = waiting.current;
    waiting.current = 0;
    onKeep(id, by);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && waiting.current !== 0) {
      event.preventDefault();
      waiting.current = 0;
      clearTimeout(timer.current);
      return onDrop();
    }
    const by = event.key === "ArrowRight" || event.key === "ArrowUp" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowDown" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    waiting.current += by * (event.shiftKey ? 12 : 1);
    onShift(id, waiting.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, PAUSE);
  };
  const dragged = (event: PointerEvent) => (from.current === null ? 0 : Math.round((event.clientX - from.current) / perMonth));
  return {
    onKeyDown: press,
    onBlur: flush,
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current !== null && dragged(event) !== months) onShift(id, dragged(event));
    },
    onPointerUp: (event: PointerEvent) => {
      const by = dragged(event);
      from.current = null;
      if (by !== 0) onKeep(id, by);
    },
    onPointerCancel: () => {
      from.current = null;
      onDrop();
    },
  };
}

interface PinProps extends Omit<Movable, "id"> {
  pin: Pin;
  x: number;
  y: number;
  width: number;
}

function PinMark({ pin, x, y, width, months, perMonth, onShift, onKeep, onDrop }: PinProps) {
  const words = useWords();
  const { t, locale, plan } = words;
  const mover = useMover({ id: pin.id, months, perMonth, onShift, onKeep, onDrop });
  const locked = useLocked();
  const name = pinName(words, pin);
  const wide = pinWidth(name);
  const left = pinLeft(x, wide, width);
  const Glyph = icons[pin.icon ?? ""] ?? Flag;
  const slider = {
    role: "slider",
    tabIndex: 0,
    "aria-label": t("plan.timeline.pin", { name }),
    "aria-orientation": "horizontal",
    "aria-valuenow": pin.month,
    "aria-valuemin": 0,
    "aria-valuemax": endMonth(plan) ?? pin.month,
    "aria-valuetext": months === 0 ? formatMonth(monthAt(pin.month), locale) : resolvedWords(words, { at: "month", month: monthAt(pin.month) }),
    ...mover,
  } as const;
  return (
    <g>
      <g data-pin={pin.id} className={styles.pin} {...(locked ? { role: "img", "aria-label": `${name}: ${formatMonth(monthAt(pin.month), locale)}` } : slider)}
      >
        <rect className={styles.pill} x={left} y={y} width={wide} height={PIN - 5} rx={(PIN - 5) / 2} />
        <Glyph x={left + 7} y={y + 4} size={13} strokeWidth={1.75} aria-hidden />
        <text className={styles.pinText} x={left + 25} y={y + 14.5}>
          {brief(name)}
        </text>
        {months !== 0 && (
          <text className={styles.moving} x={left + wide + 6 > width - 70 ? left - 6 : left + wide + 6} y={y + 14.5} textAnchor={left + wide + 6 > width - 70 ? "end" : "start"}>
            {formatMonth(monthAt(pin.month), locale)}
          </text>
        )}
      </g>
    </g>
  );
}
