/** The top and height of a row on the page. */
export interface Box {
  top: number;
  height: number;
}

/**
 * The place of a dragged row for a pointer at y: it passes a neighbour once the pointer
 * has passed that neighbour's middle, so rows of unequal height do not flutter.
 */
export function placeUnder(boxes: readonly Box[], from: number, y: number): number {
  const middle = (i: number) => (boxes[i]?.top ?? 0) + (boxes[i]?.height ?? 0) / 2;
  let to = from;
  while (to > 0 && y < middle(to - 1)) to--;
  while (to < boxes.length - 1 && y > middle(to + 1)) to++;
  return to;
}
