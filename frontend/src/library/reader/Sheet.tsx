// A page as it was read: its text where it stands on the paper, or flowing where the format
// knows no places. The text is real: it can be selected, copied and found.
import { useEffect, useLayoutEffect, useMemo, useRef, type ClipboardEvent, type MouseEvent, type RefObject } from "react";
import type { PageText } from "../../api/types";
import { CodePoints, type Span } from "../../format/codePoints";
import { useText } from "../../i18n/text";
import { classes } from "../../ui/classes";
import { Marked } from "../Marked";
import { selectedSpan, type Mark } from "../marks";
import { cellsOf, linesOf, rowsOf, type Line } from "./lines";
import styles from "./Sheet.module.css";

export interface SheetProps {
  page: PageText;
  marks: readonly Mark[];
  /** A share of the room that there is: 1 fills it. */
  zoom: number;
  /** Shows the text in its order, not where it stands. */
  flow: boolean;
  /** Called with the figure's index when one is pressed. */
  onFigure: (index: number) => void;
  /** Called with what is selected of the text, or null. */
  onSelect: (span: Span | null, at: DOMRect | null) => void;
  sheet: RefObject<HTMLDivElement | null>;
}

export function Sheet({ page, marks, zoom, flow, onFigure, onSelect, sheet }: SheetProps) {
  const t = useText();
  const points = useMemo(() => new CodePoints(page.text), [page.text]);
  const lines = useMemo(() => linesOf(page.text, page.boxes), [page.text, page.boxes]);
  const placed = !flow && lines.length > 0 && page.width > 0 && page.height > 0;
  useSelected(sheet, onSelect);
  const press = (event: MouseEvent) => {
    const figure = (event.target as Element).closest<HTMLElement>("[data-figure]");
    // Whoever selects text presses nothing.
    if (figure && document.getSelection()?.isCollapsed !== false) onFigure(Number(figure.dataset["figure"]));
  };
  // What is copied is the text itself, not how the browser reads pieces that lie anywhere.
  const copy = (event: ClipboardEvent) => {
    const span = sheet.current && selectedSpan(sheet.current, document.getSelection());
    if (!span) return;
    event.clipboardData.setData("text/plain", points.cut(span));
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- every figure is a button in the list beside the page
    <div
      ref={sheet}
      role="document"
      aria-label={t("reader.page", { n: page.number })}
      className={classes(styles.sheet, placed ? styles.placed : styles.flowing)}
      style={placed ? { width: `calc(min(100%, var(--sheet)) * ${zoom})`, aspectRatio: `${page.width} / ${page.height}` } : { fontSize: `calc(var(--text-m) * ${zoom})` }}
      onClick={press}
      onCopy={copy}
    >
      {placed ? <Placed page={page} points={points} lines={lines} marks={marks} /> : <Flowing points={points} marks={marks} />}
      {page.text.trim() === "" && <p className={styles.blank}>{t("reader.blank")}</p>}
    </div>
  );
}

interface TextProps {
  points: CodePoints;
  marks: readonly Mark[];
}

/** A letter is a little lower than the box of its line. */
const letter = 0.86;

/** Lines where they stand, each run stretched to the width that it has on the paper. */
function Placed({ page, points, lines, marks }: TextProps & { page: PageText; lines: readonly Line[] }) {
  const place = useRef<HTMLDivElement>(null);
  const ratio = page.height / page.width;
  useFit(place, lines);
  return (
    <div ref={place}>
      {lines.map((line) => (
        <div key={line.runs[0]?.start} className={styles.line}>
          {line.runs.map((run) => (
            <span
              key={run.start}
              className={styles.run}
              data-width={run.width}
              style={{ left: `${run.left * 100}%`, top: `${run.top * 100}%`, height: `${run.height * 100}%`, fontSize: `${run.height * ratio * letter * 100}cqw`, lineHeight: `${run.height * ratio * 100}cqw` }}
            >
              <Marked points={points} span={run} marks={marks} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** How far letters may be stretched before they are better left as they are. */
const stretch = { least: 0.4, most: 2.5, lowest: 0.8 };

/** Fonts are never those of the paper: the room that a run takes is made to be the same. It holds for every zoom. */
function useFit(place: RefObject<HTMLDivElement | null>, lines: readonly Line[]): void {
  useLayoutEffect(() => {
    const fit = () => {
      const room = place.current?.parentElement?.clientWidth ?? 0;
      const runs = [...(place.current?.querySelectorAll<HTMLElement>(`.${styles.run}`) ?? [])];
      const natural = runs.map((run) => run.offsetWidth); // all are read before any is written
      runs.forEach((run, i) => {
        const scale = (Number(run.dataset["width"]) * room) / (natural[i] || 1);
        const wide = Math.min(stretch.most, Math.max(stretch.least, scale));
        // Narrower letters are lower too, or they would look pressed.
        run.style.transform = `scale(${wide}, ${Math.min(1, Math.max(stretch.lowest, wide))})`;
      });
    };
    fit();
    let current = true;
    void document.fonts.ready.then(() => current && fit());
    return () => {
      current = false;
    };
  }, [place, lines]);
}

/** So many rows of a table may have cells before the page is read as one. */
const tabular = 0.5;

function Flowing({ points, marks }: TextProps) {
  const rows = useMemo(() => rowsOf(points.text), [points]);
  const table = rows.filter((row) => /\S {2,}\S/.test(points.cut(row))).length > rows.length * tabular;
  return (
    <div className={table ? styles.table : undefined}>
      {rows.map((row) => (
        <div key={row.start} className={row.start === row.end ? styles.gap : styles.row}>
          {table ? (
            cellsOf(points, row).map((cell) => (
              <span key={cell.start} className={styles.cell}>
                <Marked points={points} span={cell} marks={marks} />
              </span>
            ))
          ) : (
            <Marked points={points} span={row} marks={marks} />
          )}
        </div>
      ))}
    </div>
  );
}

const pause = 120;

/** Follows what is selected of the text, once the hand rests. */
function useSelected(sheet: RefObject<HTMLDivElement | null>, onSelect: SheetProps["onSelect"]): void {
  const newest = useRef(onSelect);
  useEffect(() => {
    newest.current = onSelect;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const selection = document.getSelection();
        const span = sheet.current && selectedSpan(sheet.current, selection);
        newest.current(span, span && selection ? selection.getRangeAt(0).getBoundingClientRect() : null);
      }, pause);
    };
    document.addEventListener("selectionchange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", look);
    };
  }, [sheet]);
}
