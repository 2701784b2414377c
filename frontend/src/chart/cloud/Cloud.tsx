import { ScatterChart, Table2 } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useText } from "../../i18n/text";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import fan from "../Fan.module.css";
import { Frame } from "../frame";
import { niceStep } from "../scale";
import { useWidth } from "../useSize";
import { Chooser } from "./chooser";
import styles from "./Cloud.module.css";
import { CloudView, NoGraphics, type Plane } from "./cloudView";
import { density } from "./density";
import { paletteOf, type Tokens } from "./palette";
import { along, placeOf, saltX, saltY, type Axis, type Columns, type Palette, type Tint } from "./place";

/** An axis with the words beside it. */
export interface NamedAxis {
  axis: Axis;
  /** What it is and in which unit. */
  title: string;
  short: (value: number) => string;
  /** What the strip of futures without a value is called. */
  none: string;
}

export type Tool = "point" | "lasso" | "box";
export type How = "set" | "add" | "take";
export type Drawn = "graphics" | "software" | "canvas";

export interface CloudProps {
  title: string;
  /** A new object is another result. */
  columns: Columns;
  n: number;
  x: NamedAxis;
  y: NamedAxis;
  tint: Tint;
  tokens: Tokens;
  /** Colours are read anew when it changes. */
  theme: string;
  /** The picked futures in rising order; none are put forward when it is empty. */
  picked: Uint32Array;
  tool: Tool;
  /** A future in words, for the cursor. */
  say: (future: number) => string;
  /** The same for the eye. */
  card: (future: number) => ReactNode;
  onPick: (futures: Uint32Array, how: How) => void;
  onOpen: (future: number) => void;
  announce: (text: string) => void;
  onDrawn: (drawn: Drawn) => void;
  legend: ReactNode;
  table: ReactNode;
  summary: ReactNode;
  height: number;
}

/** One point for each future. Arrows move a cursor, with Shift they draw a box; Space picks, Enter opens, t shows the table. */
export function Cloud(props: CloudProps) {
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
          {table ? <ScatterChart size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      {table ? props.table : <Plot {...props} toggle={() => setTable(true)} />}
      {props.summary && <div className={fan.summary}>{props.summary}</div>}
    </figure>
  );
}

type Place = readonly [x: number, y: number];

const middle: Place = [0.5, 0.5];

function planeOf(width: number, height: number): Plane {
  return { width, height, ratio: Math.min(2, window.devicePixelRatio || 1), left: width < 560 ? 46 : 62, right: width - 6, top: 26, bottom: height - 44 };
}

function Plot(props: CloudProps & { toggle: () => void }) {
  const t = useText();
  const { columns, x, y, tool, picked, onPick } = props;
  const help = useId();
  const [ref, width] = useWidth<HTMLDivElement>();
  const height = width > 0 && width < 560 ? Math.min(props.height, 380) : props.height;
  const plane = useMemo(() => planeOf(width, height), [width, height]);
  const chooser = useChooser(columns);
  const [cursor, setCursor] = useState<Place | null>(null);
  const [near, setNear] = useState<number | null>(null);
  const [drawing, setDrawing] = useState<Place[]>([]);
  const corner = useRef<Place | null>(null);
  const across = plane.right - plane.left;
  const up = plane.bottom - plane.top;
  const aspect = across / up;
  const placeAt = (event: PointerEvent<HTMLElement>): Place => {
    const box = event.currentTarget.getBoundingClientRect();
    return [bound((event.clientX - box.left - plane.left) / across), bound((plane.bottom - (event.clientY - box.top)) / up)];
  };
  const find = (at: Place, reach: number, then: (future: number | null) => void) => chooser()?.nearest(x.axis, y.axis, at, aspect, reach, then);
  const take = (outline: readonly Place[], how: How) => chooser()?.inside(x.axis, y.axis, Float32Array.from(outline.flat()), (futures) => onPick(futures, how));
  // The cursor may have moved a moment ago, and what is nearest not be found yet.
  const upon = (then: (future: number) => void) => {
    if (cursor === null) return void (near !== null && then(near));
    find(cursor, 2, (future) => {
      setNear(future);
      if (future !== null) then(future);
    });
  };
  const soon = useFrame();
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || tool === "point") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawing([placeAt(event)]);
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const at = placeAt(event);
    if (drawing.length === 0) return soon(() => find(at, 0.045, setNear));
    setNear(null);
    setDrawing(tool === "box" ? boxOf(drawing[0] ?? at, at) : [...drawing, at]);
  };
  const release = (event: PointerEvent<HTMLDivElement>) => {
    const outline = drawing;
    const how: How = event.shiftKey ? "add" : event.altKey ? "take" : "set";
    const at = placeAt(event);
    setDrawing([]);
    if (outline.length > 2 && wide(outline)) take(outline, how);
    else find(at, 0.045, (future) => (future === null ? onPick(new Uint32Array(0), "set") : onPick(Uint32Array.of(future), how)));
  };
  const key = (event: KeyboardEvent) => {
    const step = event.altKey ? 0.1 : 0.025;
    const way = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step], PageUp: [0, 0.2], PageDown: [0, -0.2], Home: [-1, 0], End: [1, 0] }[event.key];
    const at = cursor ?? middle;
    if (way) {
      const next: Place = cursor ? [bound(at[0] + (way[0] ?? 0)), bound(at[1] + (way[1] ?? 0))] : middle;
      setCursor(next);
      if (event.shiftKey) {
        corner.current ??= at;
        setDrawing(boxOf(corner.current, next));
      }
      find(next, 2, (future) => {
        setNear(future);
        if (future !== null) props.announce(props.say(future));
      });
    } else if (event.key === " ") upon((future) => onPick(Uint32Array.of(future), picked.includes(future) ? "take" : "add"));
    else if (event.key === "Enter") upon(props.onOpen);
    else if (event.key === "t") props.toggle();
    else if (event.key === "Escape") {
      setCursor(null);
      setNear(null);
      setDrawing([]);
      corner.current = null;
      if (picked.length > 0) onPick(new Uint32Array(0), "set");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keyUp = (event: KeyboardEvent) => {
    if (event.key !== "Shift" || !corner.current) return;
    corner.current = null;
    if (drawing.length > 0) take(drawing, event.altKey ? "add" : "set");
    setDrawing([]);
  };
  const pixel = ([px, py]: Place): string => `${(plane.left + px * across).toFixed(1)},${(plane.bottom - py * up).toFixed(1)}`;
  const spot: Place | null = near === null ? null : [along(columns[x.axis.column]?.[near] ?? 0, x.axis, near, saltX), along(columns[y.axis.column]?.[near] ?? 0, y.axis, near, saltY)];
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application answers keys and pointers of its own */}
      <div
        ref={ref}
        className={classes(styles.plot, tool !== "point" && styles.drawing)}
        style={{ height }}
        // The cloud answers keys of its own, as no other role does.
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is one stop of the Tab key, with arrows within
        tabIndex={0}
        aria-label={t("cloud.plot", { title: props.title })}
        aria-describedby={help}
        onKeyDown={key}
        onKeyUp={keyUp}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={() => setDrawing([])}
        onPointerLeave={() => drawing.length === 0 && cursor === null && setNear(null)}
        onBlur={() => {
          setCursor(null);
          setNear(null);
        }}
      >
        <svg className={styles.over} width={width} height={height} aria-hidden>
          {width > 0 && <Axes x={x} y={y} plane={plane} />}
        </svg>
        <Picture {...props} plane={plane} />
        <svg className={styles.over} width={width} height={height} aria-hidden>
          {drawing.length > 1 && <polygon className={styles.outline} points={drawing.map(pixel).join(" ")} />}
          {cursor && (
            <g className={styles.cross}>
              <line x1={plane.left + cursor[0] * across} x2={plane.left + cursor[0] * across} y1={plane.top} y2={plane.bottom} />
              <line x1={plane.left} x2={plane.right} y1={plane.bottom - cursor[1] * up} y2={plane.bottom - cursor[1] * up} />
            </g>
          )}
          {spot && <circle className={styles.spot} cx={plane.left + spot[0] * across} cy={plane.bottom - spot[1] * up} r={6} />}
        </svg>
        {near !== null && spot && drawing.length === 0 && (
          <div className={classes(fan.card, styles.card)} style={beside(plane, spot)} aria-hidden>
            {props.card(near)}
          </div>
        )}
      </div>
      <p id={help} className="visuallyHidden">
        {t("cloud.keys")}
      </p>
      {props.legend}
    </>
  );
}

const bound = (part: number) => Math.min(1, Math.max(0, part));

function boxOf([ax, ay]: Place, [bx, by]: Place): Place[] {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
  ];
}

/** Whether an outline is more than a click that slipped. */
function wide(outline: readonly Place[]): boolean {
  const [x0 = 0, y0 = 0] = outline[0] ?? [];
  return outline.some(([x, y]) => Math.abs(x - x0) + Math.abs(y - y0) > 0.012);
}

function beside(plane: Plane, [x, y]: Place) {
  const px = plane.left + x * (plane.right - plane.left);
  const py = plane.bottom - y * (plane.bottom - plane.top);
  return { ...(px > plane.width / 2 ? { right: plane.width - px + 14 } : { left: px + 14 }), ...(py > plane.height / 2 ? { bottom: plane.height - py + 14 } : { top: py + 14 }) };
}

/** Runs what it was given last, at most once a frame. */
function useFrame(): (run: () => void) => void {
  const newest = useRef<() => void>(() => undefined);
  const frame = useRef<Frame | null>(null);
  useEffect(() => {
    const made = new Frame(() => newest.current());
    frame.current = made;
    return () => made.drop();
  }, []);
  return (run) => {
    newest.current = run;
    frame.current?.ask();
  };
}

function useChooser(columns: Columns): () => Chooser | null {
  const made = useRef<Chooser | null>(null);
  useEffect(() => {
    const chooser = new Chooser();
    chooser.load(columns);
    made.current = chooser;
    return () => {
      chooser.close();
      made.current = null;
    };
  }, [columns]);
  return () => made.current;
}

/** The points: by the graphics processor, else as a density. */
function Picture(props: CloudProps & { plane: Plane }) {
  const t = useText();
  const [flat, setFlat] = useState(false);
  const { onDrawn } = props;
  const mask = useMemo(() => maskOf(props.picked, props.n), [props.picked, props.n]);
  const root = useRef<HTMLDivElement>(null);
  const [palette, setPalette] = useState<Palette | null>(null);
  useLayoutEffect(() => {
    if (root.current) setPalette(paletteOf(root.current, props.tokens));
  }, [props.tokens, props.theme]);
  const giveUp = () => {
    setFlat(true);
    onDrawn("canvas");
  };
  return (
    <div ref={root} className={styles.picture}>
      {palette && props.plane.width > 0 && (flat ? <Flat {...props} palette={palette} mask={mask} /> : <Points {...props} palette={palette} mask={mask} giveUp={giveUp} />)}
      {flat && <p className={styles.note}>{t("cloud.flat")}</p>}
    </div>
  );
}

function maskOf(picked: Uint32Array, n: number): Uint8Array | null {
  if (picked.length === 0) return null;
  const mask = new Uint8Array(n);
  for (const future of picked) if (future < n) mask[future] = 1;
  return mask;
}

type Drawing = CloudProps & { plane: Plane; palette: Palette; mask: Uint8Array | null };

const patience = 2500; // milliseconds that a lost graphics processor has to come back

function Points({ columns, plane, x, y, tint, palette, mask, giveUp, onDrawn }: Drawing & { giveUp: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<CloudView | null>(null);
  const leave = useRef(giveUp);
  const drawn = useRef(onDrawn);
  useEffect(() => {
    leave.current = giveUp;
    drawn.current = onDrawn;
  });
  useEffect(() => {
    if (!canvas.current) return undefined;
    let timer = 0;
    try {
      const made = new CloudView(canvas.current, { lost: () => (timer = window.setTimeout(() => leave.current(), patience)), back: () => clearTimeout(timer) });
      view.current = made;
      drawn.current(/swiftshader|llvmpipe|software|basic render/i.test(made.renderer) ? "software" : "graphics");
      return () => {
        clearTimeout(timer);
        made.close();
        view.current = null;
      };
    } catch (thrown) {
      if (!(thrown instanceof NoGraphics)) throw thrown;
      leave.current();
      return undefined;
    }
  }, []);
  useEffect(() => view.current?.load(columns), [columns]);
  useEffect(() => view.current?.resize(plane), [plane]);
  useEffect(() => view.current?.paint(palette), [palette]);
  useEffect(() => view.current?.pick(mask), [mask, columns]);
  useEffect(() => view.current?.look({ x: x.axis, y: y.axis, tint }), [x.axis, y.axis, tint]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden />;
}

const field = 3; // pixels that one field of the density is wide and tall

function Flat({ columns, plane, x, y, tint, palette, mask }: Drawing) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return undefined;
    const frame = new Frame(() => {
      const width = Math.max(1, Math.round((plane.right - plane.left) / field));
      const height = Math.max(1, Math.round((plane.bottom - plane.top) / field));
      element.width = width;
      element.height = height;
      context.putImageData(new ImageData(density(columns, { x: x.axis, y: y.axis, tint }, palette, mask, width, height), width, height), 0, 0);
    });
    frame.ask();
    return () => frame.drop();
  }, [columns, plane, x.axis, y.axis, tint, palette, mask]);
  return <canvas ref={canvas} className={styles.flat} style={{ left: plane.left, top: plane.top, width: plane.right - plane.left, height: plane.bottom - plane.top }} aria-hidden />;
}

function ticksOf({ axis }: NamedAxis, pixels: number, apart: number): number[] {
  const step = niceStep(axis.high - axis.low, Math.max(2, Math.floor(pixels / apart)));
  const first = Math.ceil(axis.low / step - 1e-9);
  const last = Math.floor(axis.high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

function Axes({ x, y, plane }: { x: NamedAxis; y: NamedAxis; plane: Plane }) {
  const across = plane.right - plane.left;
  const up = plane.bottom - plane.top;
  const px = (place: number) => plane.left + place * across;
  const py = (place: number) => plane.bottom - place * up;
  return (
    <g>
      {ticksOf(y, up, 56).map((tick) => (
        <g key={tick}>
          <line className={fan.grid} x1={plane.left} x2={plane.right} y1={Math.round(py(placeOf(tick, y.axis))) + 0.5} y2={Math.round(py(placeOf(tick, y.axis))) + 0.5} />
          <text className={fan.tick} x={plane.left - 8} y={py(placeOf(tick, y.axis)) + 4} textAnchor="end">
            {y.short(tick)}
          </text>
        </g>
      ))}
      {ticksOf(x, across, 92).map((tick) => (
        <g key={tick}>
          <line className={fan.grid} x1={Math.round(px(placeOf(tick, x.axis))) + 0.5} x2={Math.round(px(placeOf(tick, x.axis))) + 0.5} y1={plane.top} y2={plane.bottom} />
          <text className={fan.tick} x={px(placeOf(tick, x.axis))} y={plane.bottom + 17} textAnchor="middle">
            {x.short(tick)}
          </text>
        </g>
      ))}
      {x.axis.lacking && (
        <text className={fan.tick} x={plane.right} y={plane.bottom + 17} textAnchor="end">
          {x.none}
        </text>
      )}
      {y.axis.lacking && (
        <text className={fan.tick} x={plane.left + 4} y={py(0.965) + 4}>
          {y.none}
        </text>
      )}
      <line className={classes(fan.grid, fan.zero)} x1={plane.left} x2={plane.right} y1={plane.bottom + 0.5} y2={plane.bottom + 0.5} />
      <text className={styles.axis} x={0} y={12}>
        {y.title}
      </text>
      <text className={styles.axis} x={plane.right} y={plane.bottom + 38} textAnchor="end">
        {x.title}
      </text>
    </g>
  );
}

