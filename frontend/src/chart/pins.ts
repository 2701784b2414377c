/** A moment to mark: months from the start. */
export interface Pin {
  id: string;
  month: number;
  label: string;
  icon?: string;
}

export interface PlacedPin extends Pin {
  x: number;
  /** Whether there is room for the words; else only the icon stands. */
  worded: boolean;
}

const iconWidth = 22;

/** Puts pins on a line; words stand only where they do not run into the next pin. */
export function placePins(pins: readonly Pin[], x: (month: number) => number, right: number, measure: (label: string) => number): PlacedPin[] {
  const placed = [...pins].sort((a, b) => a.month - b.month).map((p) => ({ ...p, x: x(p.month), worded: false }));
  placed.forEach((pin, i) => {
    const next = placed[i + 1]?.x ?? right;
    pin.worded = pin.x + iconWidth + measure(pin.label) < next - 10;
  });
  return placed;
}

/** A fair guess of how wide small text will be: Korean letters are as wide as they are tall. */
export function roughWidth(text: string, size = 12): number {
  let width = 0;
  for (const c of text) width += (c.codePointAt(0) ?? 0) > 0x1100 ? size * 0.92 : size * 0.56;
  return width;
}
