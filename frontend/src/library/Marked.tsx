// Text of a document with its marks. Amounts in it follow the same privacy as everywhere.
import { useMemo } from "react";
import type { CodePoints, Span } from "../format/codePoints";
import { figuresIn, type Figure } from "../format/figures";
import { classes } from "../ui/classes";
import { useMoneyView } from "../ui/Money";
import { piecesOf, type Mark, type Piece } from "./marks";
import styles from "./Marked.module.css";

/** A span of a text; the whole of it when none is given. */
export function Marked({ points, span, marks }: { points: CodePoints; span?: Span; marks: readonly Mark[] }) {
  const { privacy } = useMoneyView();
  const pieces = piecesOf(points, span ?? { start: 0, end: points.length }, marks);
  return pieces.map((piece) => <Shown key={piece.start} piece={piece} veiled={privacy !== "show"} />);
}

function Shown({ piece, veiled }: { piece: Piece; veiled: boolean }) {
  const has = (kind: Mark["kind"]) => piece.marks.some((m) => m.kind === kind);
  const figure = piece.marks.find((m) => m.kind === "figure");
  const Tag = has("quote") || has("word") || has("hit") ? "mark" : "span";
  return (
    <Tag
      data-start={piece.start}
      data-figure={figure?.index}
      data-quote={has("quote") || undefined}
      data-here={has("here") || undefined}
      className={classes(
        Tag === "mark" && styles.mark,
        has("quote") && styles.quote,
        has("word") && styles.word,
        has("hit") && styles.hit,
        has("here") && styles.here,
        figure && styles.figure,
        veiled && figure && styles.veiled,
      )}
    >
      {piece.text}
    </Tag>
  );
}

/** The figures of a text as marks. */
export function useFigures(text: string): { figures: Figure[]; marks: Mark[] } {
  return useMemo(() => {
    const figures = figuresIn(text);
    return { figures, marks: figures.map((f, index) => ({ kind: "figure", ...f.span, index })) };
  }, [text]);
}
