// Moving between fields that stand in rows and columns: one stop of the Tab key, arrows within.
import { useState, type KeyboardEvent } from "react";

type Place = readonly [row: number, column: number];

/** Where an arrow leads from a place; null for other keys, and where there is nothing to go to. */
export function step(key: string, [row, column]: Place, there: (place: Place) => boolean, rows: number, columns: number): Place | null {
  const way = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[key];
  if (key === "Home" || key === "End") return key === "Home" ? find([0, 0], [1, 0], there, rows, columns) : find([rows - 1, columns - 1], [-1, 0], there, rows, columns);
  if (!way) return null;
  const [down = 0, right = 0] = way;
  return find([row + down, column + right], [down, right], there, rows, columns);
}

// Passes over what is not there; rows that lack the column take the other one.
function find([row, column]: Place, [down, right]: Place, there: (place: Place) => boolean, rows: number, columns: number): Place | null {
  for (let r = row, c = column; r >= 0 && r < rows && c >= 0 && c < columns; r += down, c += right) {
    if (there([r, c])) return [r, c];
    if (down !== 0) {
      const other = Array.from({ length: columns }, (_, i) => i).find((i) => there([r, i]));
      if (other !== undefined) return [r, other];
    }
  }
  return null;
}

/** Keeps one field of a grid in the Tab order; fields carry data-field="row,column". */
export function useGrid(rows: number, columns: number, there: (place: Place) => boolean, start: Place = [0, 0]) {
  const [here, setHere] = useState<Place>(start);
  const standing = there(here) ? here : (find([0, 0], [1, 0], there, rows, columns) ?? here);
  return {
    tab: ([row, column]: Place) => ({ "data-field": `${row},${column}`, tabIndex: row === standing[0] && column === standing[1] ? 0 : -1, onFocus: () => setHere([row, column]) }),
    move: (event: KeyboardEvent<HTMLElement>) => {
      const to = step(event.key, standing, there, rows, columns);
      if (!to) return;
      event.preventDefault();
      event.currentTarget.querySelector<HTMLElement>(`[data-field="${to[0]},${to[1]}"]`)?.focus();
    },
  };
}
