// Spans over text count Unicode code points, as the backend counts them; JavaScript's
// strings count UTF-16 units. Nothing else in the program goes from one to the other.

/** A run of code points, from start up to and without end. */
export interface Span {
  start: number;
  end: number;
}

/** A text that is cut by code points again and again. */
export class CodePoints {
  readonly text: string;
  /** Where each code point begins, in UTF-16 units, and the end; null where both counts are one. */
  readonly #units: Uint32Array | null;

  constructor(text: string) {
    this.text = text;
    this.#units = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? unitsOf(text) : null;
  }

  /** How many code points there are. */
  get length(): number {
    return this.#units ? this.#units.length - 1 : this.text.length;
  }

  /** The text of a span; what lies outside the text is left out. */
  cut({ start, end }: Span): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** Where a code point begins, in UTF-16 units. */
  unit(point: number): number {
    const inside = Math.min(Math.max(point, 0), this.length);
    return this.#units ? (this.#units[inside] ?? this.text.length) : inside;
  }

  /** The code point that a UTF-16 unit belongs to. */
  point(unit: number): number {
    const units = this.#units;
    if (!units) return Math.min(Math.max(unit, 0), this.text.length);
    let [low, high] = [0, units.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((units[middle] ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The span of a match that JavaScript found: where it begins, in units, and its text. */
  span(unit: number, matched: string): Span {
    return { start: this.point(unit), end: this.point(unit + matched.length) };
  }
}

function unitsOf(text: string): Uint32Array {
  const begins: number[] = [];
  for (let i = 0; i < text.length; ) {
    begins.push(i);
    i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  }
  return Uint32Array.from([...begins, text.length]);
}

/** Whether two spans share a code point. */
export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
