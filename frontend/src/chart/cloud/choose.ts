// Which futures lie inside an outline, and which is nearest to a place. Runs in a worker: a million
// futures take some milliseconds, which no frame has.
import { along, saltX, saltY, type Axis, type Columns } from "./place";

/** Places as x, y, x, y …, each from 0 to 1 along its axis. */
export type Outline = Float32Array;

/** The futures inside an outline, in rising order. Less than three places outline nothing. */
export function inside(columns: Columns, x: Axis, y: Axis, outline: Outline): Uint32Array {
  const xs = columns[x.column];
  const ys = columns[y.column];
  if (!xs || !ys || outline.length < 6) return new Uint32Array(0);
  const [left, right, bottom, top] = bounds(outline);
  const found = new Uint32Array(xs.length);
  let count = 0;
  for (let i = 0; i < xs.length; i++) {
    const px = along(xs[i] ?? 0, x, i, saltX);
    if (px < left || px > right) continue;
    const py = along(ys[i] ?? 0, y, i, saltY);
    if (py < bottom || py > top || !within(outline, px, py)) continue;
    found[count++] = i;
  }
  return found.slice(0, count);
}

function bounds(outline: Outline): [left: number, right: number, bottom: number, top: number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 1 < outline.length; i += 2) {
    const x = outline[i] ?? 0;
    const y = outline[i + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return [left, right, bottom, top];
}

// Even and odd crossings of a ray to the right.
function within(outline: Outline, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const yi = outline[i + 1] ?? 0;
    const yj = outline[j + 1] ?? 0;
    if (yi > y === yj > y) continue;
    const xi = outline[i] ?? 0;
    const xj = outline[j] ?? 0;
    if (x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The future nearest to a place that is no further than reach; aspect is the plot's width by its height, reach a part of its height. */
export function nearest(columns: Columns, x: Axis, y: Axis, at: readonly [number, number], aspect: number, reach: number): number | null {
  const xs = columns[x.column];
  const ys = columns[y.column];
  if (!xs || !ys) return null;
  let best = reach * reach;
  let found: number | null = null;
  for (let i = 0; i < xs.length; i++) {
    const dx = (along(xs[i] ?? 0, x, i, saltX) - at[0]) * aspect;
    if (dx * dx > best) continue;
    const dy = along(ys[i] ?? 0, y, i, saltY) - at[1];
    const away = dx * dx + dy * dy;
    if (away > best || (away === best && found !== null)) continue;
    best = away;
    found = i;
  }
  return found;
}

/** Sorted futures taken together, or without some. */
export function joined(a: Uint32Array, b: Uint32Array, how: "add" | "take"): Uint32Array {
  const set = new Set(a);
  for (const future of b) if (how === "add") set.add(future); else set.delete(future);
  return Uint32Array.from(set).sort();
}
