// Records are kept under ids and ordered by a fractional string, so that moving one
// record changes one string and two people's moves merge.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;

interface Sortable {
  sort?: string;
  archived?: boolean;
}

export type Records<T> = { [id: string]: T };
export type Entry<T> = readonly [id: string, record: T];

/** All entries in their order: by sort, then by id. */
export function ordered<T extends Sortable>(records: Records<T> | undefined): Entry<T>[] {
  return Object.entries(records ?? {}).toSorted(
    ([a, x], [b, y]) => compare(x.sort ?? "", y.sort ?? "") || compare(a, b),
  );
}

export function living<T extends Sortable>(records: Records<T> | undefined): Entry<T>[] {
  return ordered(records).filter(([, record]) => !record.archived);
}

export function archived<T extends Sortable>(records: Records<T> | undefined): Entry<T>[] {
  return ordered(records).filter(([, record]) => record.archived);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * A key strictly between two keys; undefined stands for the open end. Returns null
 * where no string of our digits lies between ("a" and "a0"), and the caller renumbers.
 */
export function between(low: string | undefined, high: string | undefined): string | null {
  const lo = low ?? "";
  if (!readable(lo) || (high !== undefined && (!readable(high) || lo >= high))) return null;
  const key = middle(lo, high);
  const fits = key > lo && (high === undefined || key < high);
  return fits ? key : null;
}

function readable(key: string): boolean {
  return [...key].every((c) => DIGITS.includes(c));
}

// middle reads keys as base-62 fractions, and stops at the first digit with room.
function middle(low: string, high: string | undefined): string {
  let out = "";
  let bounded = high !== undefined;
  for (let i = 0; ; i++) {
    const lo = i < low.length ? DIGITS.indexOf(low.charAt(i)) : 0;
    const hi = bounded && high !== undefined && i < high.length ? DIGITS.indexOf(high.charAt(i)) : BASE;
    if (bounded && high !== undefined && i >= high.length) return out + DIGITS.charAt(BASE / 2);
    if (hi - lo > 1) return out + DIGITS.charAt(Math.floor((lo + hi) / 2));
    out += DIGITS.charAt(lo);
    if (hi - lo === 1) bounded = false;
  }
}

/** The key for a record added after all others. */
export function last<T extends Sortable>(records: Records<T> | undefined): string {
  return between(ordered(records).at(-1)?.[1].sort, undefined) ?? "z";
}

/**
 * The new sort keys, by id, that bring `id` to position `to` among the living.
 * Usually one key; all of them when the old keys leave no room.
 */
export function moved<T extends Sortable>(
  records: Records<T> | undefined,
  id: string,
  to: number,
): { [id: string]: { sort: string } } {
  const entries = living(records);
  const from = entries.findIndex(([key]) => key === id);
  if (from < 0 || to === from) return {};
  const rest = entries.filter(([key]) => key !== id);
  const at = Math.max(0, Math.min(to, rest.length));
  const key = between(rest[at - 1]?.[1].sort, rest[at]?.[1].sort);
  if (key !== null) return { [id]: { sort: key } };
  const ids = rest.map(([other]) => other).toSpliced(at, 0, id);
  return renumbered(ids);
}

function renumbered(ids: readonly string[]): { [id: string]: { sort: string } } {
  const width = Math.max(2, Math.ceil(Math.log(ids.length + 1) / Math.log(BASE)) + 1);
  return Object.fromEntries(ids.map((id, i) => [id, { sort: rank(i + 1, width) }]));
}

function rank(n: number, width: number): string {
  let out = "";
  for (let left = n; left > 0; left = Math.floor(left / BASE)) out = DIGITS.charAt(left % BASE) + out;
  return "a" + out.padStart(width - 1, "0");
}

/** The list with one item moved; for arrays in the document. */
export function movedItem<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined) return [...items];
  return items.toSpliced(from, 1).toSpliced(Math.max(0, Math.min(to, items.length - 1)), 0, item);
}
