import { describe, expect, test } from "vitest";
import { CodePoints } from "../../format/codePoints";
import { cellsOf, hasPlaces, linesOf, placeOf, rowsOf } from "./lines";

/** Boxes as a printer sets them: letters 100 wide and 200 high, one column after another. */
function set(...lines: { top: number; columns: [left: number, text: string][]; gap?: string }[]): { text: string; boxes: number[] } {
  const boxes: number[] = [];
  const text = lines
    .map(({ top, columns, gap = "  " }) =>
      columns
        .map(([left, words], column) => {
          if (column > 0) for (const _ of gap) boxes.push(0, 0, 0, 0);
          [...words].forEach((letter, i) => {
            const x = left + i * 100;
            if (letter === " ") boxes.push(x, top, x, top);
            else boxes.push(x, top, x + 100, top + 200);
          });
          return words;
        })
        .join(gap),
    )
    .join("\n");
  // Line breaks have no place.
  let at = -1;
  while ((at = [...text].indexOf("\n", at + 1)) >= 0) boxes.splice(at * 4, 0, 0, 0, 0, 0);
  return { text, boxes };
}

describe("lines stand where their letters stand", () => {
  const page = set({ top: 500, columns: [[1000, "퇴직연금 운용"]] }, { top: 900, columns: [[1000, "적립금"], [6000, "1,234"]] });
  const lines = linesOf(page.text, page.boxes);

  test("one line for each line of the text", () => expect(lines).toHaveLength(2));
  test("words apart by a space are one run", () => {
    expect(lines[0]?.runs).toEqual([{ start: 0, end: 7, left: 0.1, top: 0.05, width: 0.07, height: 0.02 }]);
  });
  test("columns are runs of their own", () => {
    expect(lines[1]?.runs.map((r) => [page.text.slice(r.start, r.end), r.left])).toEqual([
      ["적립금", 0.1],
      ["1,234", 0.6],
    ]);
    expect(lines[1]?.height).toBeCloseTo(0.02);
    expect(lines[1]?.left).toBe(0.1);
  });
  test("a span has its rectangle", () => expect(placeOf({ start: 13, end: 18 }, page.boxes)).toEqual({ left: 0.6, top: 0.09, width: 0.05, height: 0.02 }));
});

test("one space of the text may be a wide gap on the paper", () => {
  const page = set({ top: 0, columns: [[0, "left"], [5000, "right"]], gap: " " });
  expect(linesOf(page.text, page.boxes)[0]?.runs).toHaveLength(2);
});

test("letters of two units keep their boxes", () => {
  const page = set({ top: 100, columns: [[100, "🏦𠮷 1"]] });
  expect(linesOf(page.text, page.boxes)[0]?.runs[0]).toMatchObject({ start: 0, end: 4, left: 0.01, width: 0.04 });
});

test("a line without letters takes no room, and boxes that do not fit the text are none", () => {
  expect(linesOf("\n\n", [0, 0, 0, 0, 0, 0, 0, 0])).toEqual([]);
  expect(hasPlaces("abc", [1, 2, 3, 4])).toBe(false);
  expect(linesOf("abc", [1, 2, 3, 4])).toEqual([]);
  expect(linesOf("", [])).toEqual([]);
});

test("text without places is read row by row", () => {
  expect(rowsOf("a🏦\n\nb")).toEqual([
    { start: 0, end: 2 },
    { start: 3, end: 3 },
    { start: 4, end: 5 },
  ]);
});

test("cells are apart by two spaces or more", () => {
  const points = new CodePoints("🏦 은행  1,200\na b   c");
  expect(rowsOf(points.text).map((row) => cellsOf(points, row).map((cell) => points.cut(cell)))).toEqual([
    ["🏦 은행", "1,200"],
    ["a b", "c"],
  ]);
});
