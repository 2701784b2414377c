// The moving part of a fan: bands and lines in an SVG that someone else made.
// No framework. New data glides from where the old was; nothing is drawn at rest.
import { Frame, still } from "./frame";
import { bandPath, linePath, sample } from "./path";
import { linear } from "./scale";

/** Percentile lines by month, outermost band first. All lines are equally long. */
export interface FanData {
  bands: readonly { low: ArrayLike<number>; high: ArrayLike<number> }[];
  median: ArrayLike<number>;
  /** The median of what it is compared with. */
  before?: ArrayLike<number> | null | undefined;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The elements a FanView writes paths into. */
export interface FanElements {
  bands: readonly SVGPathElement[];
  median: SVGPathElement;
  before: SVGPathElement | null;
}

const points = 160;
const glide = 260;

export class FanView {
  #elements: FanElements;
  #frame = new Frame((now) => this.#draw(now));
  #xs = new Float32Array(points);
  #from: Float32Array[] = [];
  #to: Float32Array[] = [];
  #now: Float32Array[] = [];
  #started = 0;
  #hasBefore = false;

  constructor(elements: FanElements) {
    this.#elements = elements;
  }

  /** Shows data in a box; domain is the lowest and highest value of the axis. */
  show(data: FanData, box: Box, domain: readonly [number, number]): void {
    const y = linear(domain[0], domain[1], box.bottom, box.top);
    const lines = [...data.bands.flatMap((b) => [b.low, b.high]), data.median, data.before ?? data.median];
    const targets = lines.map((line) => sample(line, points).map(y));
    const moved = this.#xs[0] !== box.left || this.#xs[points - 1] !== box.right;
    for (let i = 0; i < points; i++) this.#xs[i] = box.left + ((box.right - box.left) * i) / (points - 1);
    const jump = moved || this.#now.length !== targets.length || still();
    this.#hasBefore = Boolean(data.before);
    this.#from = jump ? targets : this.#now.map((line) => line.slice());
    this.#to = targets;
    this.#now = targets.map((line, i) => this.#from[i]?.slice() ?? line);
    this.#started = jump ? -Infinity : performance.now();
    this.#frame.ask();
  }

  close(): void {
    this.#frame.drop();
  }

  #draw(now: number): void {
    const part = Math.min(1, Math.max(0, (now - this.#started) / glide));
    const eased = 1 - (1 - part) ** 3;
    this.#now.forEach((line, i) => mix(line, this.#from[i], this.#to[i], eased));
    this.#write();
    if (part < 1) this.#frame.ask();
  }

  #write(): void {
    const { bands, median, before } = this.#elements;
    bands.forEach((path, i) => {
      const low = this.#now[i * 2];
      const high = this.#now[i * 2 + 1];
      if (low && high) path.setAttribute("d", bandPath(this.#xs, low, high));
    });
    const line = this.#now.at(-2);
    const old = this.#now.at(-1);
    if (line) median.setAttribute("d", linePath(this.#xs, line));
    if (before && old) before.setAttribute("d", this.#hasBefore ? linePath(this.#xs, old) : "");
  }
}

function mix(out: Float32Array, from: Float32Array | undefined, to: Float32Array | undefined, part: number): void {
  if (!from || !to) return;
  for (let i = 0; i < out.length; i++) {
    const a = from[i] ?? 0;
    out[i] = a + ((to[i] ?? 0) - a) * part;
  }
}
