// Text with some of its spans marked: cut into pieces that a component shows, and found
// again in what it showed.
import { CodePoints, type Span } from "../format/codePoints";

/** One kind of mark for each reason to mark something; later ones lie on top. */
export type MarkKind = "quote" | "word" | "hit" | "here" | "figure";

export interface Mark extends Span {
  kind: MarkKind;
  /** Of the figure or the hit, to tell it from its neighbours. */
  index?: number;
}

/** A stretch of text under the same marks. */
export interface Piece {
  /** The code point that it begins at. */
  start: number;
  text: string;
  marks: readonly Mark[];
}

/** Cuts a span of a text where marks begin and end. */
export function piecesOf(points: CodePoints, span: Span, marks: readonly Mark[]): Piece[] {
  const here = marks.filter((m) => m.start < span.end && m.end > span.start);
  const cuts = new Set([span.start, span.end]);
  for (const m of here) {
    cuts.add(Math.max(m.start, span.start));
    cuts.add(Math.min(m.end, span.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, i) => {
    const end = edges[i + 1] ?? span.end;
    return { start, text: points.cut({ start, end }), marks: here.filter((m) => m.start <= start && m.end >= end) };
  });
}

/** The attribute that says at which code point the text of an element begins. */
const startAttribute = "data-start";

/** What holds a text node and where its text begins. */
function pieceOf(node: Node | null): HTMLElement | null {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLElement>(`[${startAttribute}]`) ?? null;
}

const startOf = (piece: HTMLElement) => Number(piece.getAttribute(startAttribute));

/** The code point of a place in the page's elements; null for a place outside of its text. */
function pointAt(root: Element, node: Node, offset: number): number | null {
  if (!root.contains(node)) return null;
  const piece = pieceOf(node);
  if (node.nodeType === Node.TEXT_NODE && piece) return startOf(piece) + new CodePoints(node.textContent ?? "").point(offset);
  // Between elements: the next piece begins there, else the last one ends there.
  const pieces = [...root.querySelectorAll<HTMLElement>(`[${startAttribute}]`)];
  const at = node.childNodes[offset] ?? null;
  const next = pieces.find((p) => at !== null && (p === at || at.contains(p) || (at.compareDocumentPosition(p) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0));
  if (next) return startOf(next);
  const inside = pieces.filter((p) => node.contains(p)).at(-1) ?? piece ?? pieces.at(-1);
  return inside ? startOf(inside) + new CodePoints(inside.textContent ?? "").length : null;
}

/** The span of the page's text that is selected; null when nothing of it is. */
export function selectedSpan(root: Element, selection: Selection | null): Span | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = pointAt(root, range.startContainer, range.startOffset);
  const end = pointAt(root, range.endContainer, range.endOffset);
  return start !== null && end !== null && end > start ? { start, end } : null;
}

/** A range over a span of the page's text, to scroll to or to select; null when nothing of it is shown. */
export function rangeOf(root: Element, span: Span): Range | null {
  const shown = [...root.querySelectorAll<HTMLElement>(`[${startAttribute}]`)].map((piece) => {
    const points = new CodePoints(piece.textContent ?? "");
    return { node: piece.firstChild, points, start: startOf(piece), end: startOf(piece) + points.length };
  });
  const inside = shown.filter((piece) => piece.node && piece.end > span.start && piece.start < span.end);
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first?.node || !last?.node) return null;
  const range = document.createRange();
  range.setStart(first.node, first.points.unit(span.start - first.start));
  range.setEnd(last.node, last.points.unit(span.end - last.start));
  return range;
}
