// The colours of a cloud, read from the page's tokens.
import type { Colour, Palette } from "./place";

/** Reads "#0b6b64" or "rgb(11 107 100)"; black for what it cannot read. */
export function colour(text: string): Colour {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text.trim());
  if (hex) return [part(hex[1], 16), part(hex[2], 16), part(hex[3], 16)];
  const [red, green, blue] = text.match(/[\d.]+/g) ?? [];
  return [part(red, 10), part(green, 10), part(blue, 10)];
}

function part(digits: string | undefined, base: number): number {
  return digits === undefined ? 0 : Number.parseInt(digits, base) / 255;
}

/** Names of tokens for kinds, a ramp of three and what has no value. */
export interface Tokens {
  kinds: readonly string[];
  ramp: readonly [string, string, string];
  none: string;
}

export function paletteOf(element: Element, tokens: Tokens): Palette {
  const style = getComputedStyle(element);
  const read = (token: string) => colour(style.getPropertyValue(token));
  const [low, middle, high] = tokens.ramp;
  return { kinds: tokens.kinds.map(read), ramp: [read(low), read(middle), read(high)], none: read(tokens.none) };
}
