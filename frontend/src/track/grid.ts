// What is typed into a check-in, apart from how it is shown.
import { parseMoney } from "../format/money";
import type { CheckInItem, NewCheckIn } from "../api/types";

/** One line: an amount, or a tick that says it has not changed. */
export interface Line {
  amt: string | null;
  same: boolean;
}

export type Lines = Readonly<Record<string, Line>>;

export const keyOf = (item: CheckInItem): string => `${item.kind}.${item.record}`;

const blank: Line = { amt: null, same: false };

export const lineOf = (lines: Lines, item: CheckInItem): Line => lines[keyOf(item)] ?? blank;

/** Whether nothing is said of a line yet. */
export const open = (line: Line): boolean => line.amt === null && !line.same;

/** The amounts of a column that was copied from somewhere, in order; empty when it is not one. */
export function pasted(text: string): string[] {
  const cells = text.split(/\r?\n/).map((line) => line.split("\t").at(-1)?.trim() ?? "");
  while (cells.at(-1) === "") cells.pop();
  if (cells.length < 2) return [];
  const amounts = cells.map((cell) => parseMoney(cell));
  return amounts.every((amount) => amount !== null) ? amounts : [];
}

/** Fills lines from one item on. */
export function filled(lines: Lines, grid: readonly CheckInItem[], from: number, amounts: readonly string[]): Lines {
  const next = { ...lines };
  amounts.forEach((amt, i) => {
    const item = grid[from + i];
    if (item) next[keyOf(item)] = { amt, same: false };
  });
  return next;
}

/** Ticks every line that nothing is said of. */
export function restSame(lines: Lines, grid: readonly CheckInItem[]): Lines {
  return { ...lines, ...Object.fromEntries(grid.filter((item) => open(lineOf(lines, item))).map((item) => [keyOf(item), { amt: null, same: true }])) };
}

/** What is wrong with a day of a check-in; the backend allows for the east, where it is tomorrow already. */
export function dayWrong(day: string, today: string): "unknown" | "future" | "" {
  const at = Date.parse(day + "T00:00:00Z");
  const known = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && day >= "1970-01-01";
  if (!known) return "unknown";
  return at > Date.parse(today + "T00:00:00Z") + 86_400_000 ? "future" : "";
}

/** What is sent: a ticked line is worth what it was. */
export function foundOf(day: string, grid: readonly CheckInItem[], lines: Lines, update: { plan: boolean; base: number }): NewCheckIn {
  return {
    day,
    updatePlan: update.plan,
    base: update.base,
    balances: grid.map((item) => {
      const line = lineOf(lines, item);
      return { record: item.record, kind: item.kind, amount: { amt: line.same ? item.last.amt : (line.amt ?? "") }, same: line.same };
    }),
  };
}
