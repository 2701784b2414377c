/** A straight line from values to pixels, and back. */
export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
  domain: readonly [number, number];
}

export function linear(d0: number, d1: number, r0: number, r1: number): Scale {
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = ((value: number) => r0 + (value - d0) * k) as Scale;
  scale.invert = (pixel) => (k === 0 ? d0 : d0 + (pixel - r0) / k);
  scale.domain = [d0, d1];
  return scale;
}

/** The step of 1, 2, 2.5 or 5 times a power of ten that gives about so many parts. */
export function niceStep(span: number, parts: number): number {
  if (!(span > 0)) return 1;
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  const factor = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10;
  return factor * power;
}

/** A domain that starts and ends on ticks, and the ticks. Zero is always inside. */
export function niceTicks(min: number, max: number, parts: number): { domain: [number, number]; ticks: number[] } {
  // A hair below zero is a rounding of nothing, not a reason for another tick.
  const low = Number.isFinite(min) && min < -0.02 * Math.abs(max) ? min : 0;
  const high = Math.max(0, Number.isFinite(max) ? max : 1, low + 1e-9);
  const step = niceStep(high - low, parts);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { domain: [first * step, last * step], ticks };
}

const yearSteps = [1, 2, 5, 10, 20, 50];

/** Calendar years to mark, at least so many pixels apart: [year, month offset from the start]. */
export function yearTicks(startIndex: number, months: number, width: number, apart = 58): [year: number, offset: number][] {
  const perYear = months > 0 ? (width / months) * 12 : width;
  const step = yearSteps.find((s) => s * perYear >= apart) ?? 100;
  const out: [number, number][] = [];
  const firstYear = Math.ceil(startIndex / 12);
  for (let year = Math.ceil(firstYear / step) * step; year * 12 < startIndex + months; year += step) {
    out.push([year, year * 12 - startIndex]);
  }
  return out;
}

/** The smallest and largest of several lines. */
export function extent(lines: readonly ArrayLike<number>[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      const v = line[i] ?? 0;
      if (v < low) low = v;
      if (v > high) high = v;
    }
  }
  return low > high ? [0, 1] : [low, high];
}
