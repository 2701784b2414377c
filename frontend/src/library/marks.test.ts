// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from "vitest";
import { CodePoints } from "../format/codePoints";
import { piecesOf, rangeOf, selectedSpan, type Mark } from "./marks";

const text = "🏦 적립금 12,345원\n수익률 4.5%";
const points = new CodePoints(text);
const whole = { start: 0, end: points.length };

describe("a text is cut where marks begin and end", () => {
  test("with none it stays whole", () => expect(piecesOf(points, whole, [])).toEqual([{ start: 0, text, marks: [] }]));
  test("marks may lie in one another and reach past the span", () => {
    const marks: Mark[] = [
      { kind: "quote", start: 2, end: 20 },
      { kind: "figure", start: 6, end: 13, index: 0 },
    ];
    const cut = piecesOf(points, { start: 0, end: 13 }, marks);
    expect(cut.map((p) => [p.start, p.text, p.marks.map((m) => m.kind)])).toEqual([
      [0, "🏦 ", []],
      [2, "적립금 ", ["quote"]],
      [6, "12,345원", ["quote", "figure"]],
    ]);
  });
  test("nothing is lost, whatever the marks", () => {
    const marks: Mark[] = [0, 3, 7, 11].map((start) => ({ kind: "hit", start, end: start + 5 }));
    expect(piecesOf(points, whole, marks).map((p) => p.text).join("")).toBe(text);
  });
});

afterEach(() => document.body.replaceChildren());

/** The page as a reader shows it: two lines of pieces. */
function shown(): HTMLElement {
  const root = document.createElement("div");
  const line = (start: number, end: number) => {
    const at = document.createElement("div");
    for (const piece of piecesOf(points, { start, end }, [{ kind: "figure", start: 6, end: 13 }])) {
      const element = document.createElement("span");
      element.setAttribute("data-start", String(piece.start));
      element.textContent = piece.text;
      at.append(element);
    }
    return at;
  };
  const begin = text.indexOf("\n") - 1; // the bank is two units and one code point
  root.append(line(0, begin), line(begin + 1, points.length));
  document.body.append(root);
  return root;
}

describe("what is shown and what is meant agree to the code point", () => {
  test.each([
    [{ start: 0, end: 1 }, "🏦"],
    [{ start: 2, end: 5 }, "적립금"],
    [{ start: 6, end: 13 }, "12,345원"],
    [{ start: 18, end: 22 }, "4.5%"],
  ])("%o is %s, there and back", (span, said) => {
    const root = shown();
    const range = rangeOf(root, span);
    expect(range?.toString()).toBe(said);
    const selection = document.getSelection();
    selection?.removeAllRanges();
    if (range) selection?.addRange(range);
    expect(selectedSpan(root, selection)).toEqual(span);
  });
  test("a selection over two lines is one span", () => {
    const root = shown();
    const selection = document.getSelection();
    const range = rangeOf(root, { start: 6, end: 17 });
    selection?.removeAllRanges();
    if (range) selection?.addRange(range);
    expect(points.cut(selectedSpan(root, selection) ?? whole)).toBe("12,345원\n수익률");
  });
  test("what is not on the page has no range", () => expect(rangeOf(shown(), { start: 40, end: 44 })).toBeNull());
  test("a selection elsewhere is none of the page's", () => {
    const root = shown();
    const other = document.body.appendChild(document.createElement("p"));
    other.textContent = "elsewhere";
    const range = document.createRange();
    range.selectNodeContents(other);
    const selection = document.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    expect(selectedSpan(root, selection)).toBeNull();
  });
});
