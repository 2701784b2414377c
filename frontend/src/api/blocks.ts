import type { FuturesBlock, SeriesBlock, YearsBlock } from "./types";

/** Amounts are float32 in the plan's currency, little-endian, as the backend lays them out. */
export function floats(buffer: ArrayBuffer, expected: number): Float32Array {
  if (buffer.byteLength !== expected * 4) {
    throw new RangeError(`block holds ${buffer.byteLength} bytes, its header says ${expected * 4}`);
  }
  if (littleEndian) return new Float32Array(buffer);
  const view = new DataView(buffer);
  return Float32Array.from({ length: expected }, (_, i) => view.getFloat32(i * 4, true));
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Percentiles by month: memory is [basis][metric][percentile][month]. */
export class Series {
  readonly shape: SeriesBlock;
  readonly #data: Float32Array;

  constructor(shape: SeriesBlock, buffer: ArrayBuffer) {
    this.shape = shape;
    this.#data = floats(buffer, shape.basis.length * shape.metrics.length * shape.percentiles.length * shape.months);
  }

  get months(): number {
    return this.shape.months;
  }

  /** One percentile line without copying, or null when the block has none such. */
  line(basis: string, metric: string, percentile: number): Float32Array | null {
    const b = this.shape.basis.indexOf(basis);
    const m = this.shape.metrics.indexOf(metric);
    const p = this.shape.percentiles.indexOf(percentile);
    if (b < 0 || m < 0 || p < 0) return null;
    const row = (b * this.shape.metrics.length + m) * this.shape.percentiles.length + p;
    return this.#data.subarray(row * this.months, (row + 1) * this.months);
  }
}

/** Every future at the end of each year: memory is [basis][metric][year][future]. */
export class Years {
  readonly shape: YearsBlock;
  readonly #data: Float32Array;

  constructor(shape: YearsBlock, buffer: ArrayBuffer) {
    this.shape = shape;
    this.#data = floats(buffer, shape.basis.length * shape.metrics.length * shape.years.length * shape.n);
  }

  /** All futures of one calendar year, or null when the block has none such. */
  year(basis: string, metric: string, year: number): Float32Array | null {
    const b = this.shape.basis.indexOf(basis);
    const m = this.shape.metrics.indexOf(metric);
    const y = this.shape.years.indexOf(year);
    if (b < 0 || m < 0 || y < 0) return null;
    const row = (b * this.shape.metrics.length + m) * this.shape.years.length + y;
    return this.#data.subarray(row * this.shape.n, (row + 1) * this.shape.n);
  }
}

/** One value per future and column: memory is [column][future]. */
export class Futures {
  readonly shape: FuturesBlock;
  readonly #data: Float32Array;

  constructor(shape: FuturesBlock, buffer: ArrayBuffer) {
    this.shape = shape;
    this.#data = floats(buffer, shape.columns.length * shape.n);
  }

  column(name: string): Float32Array | null {
    const c = this.shape.columns.indexOf(name);
    return c < 0 ? null : this.#data.subarray(c * this.shape.n, (c + 1) * this.shape.n);
  }
}
