// One page with what is marked on it, and the offer to use what is selected.
import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { PageText } from "../../api/types";
import { CodePoints, type Span } from "../../format/codePoints";
import { readFigure, type Reading } from "../../format/figures";
import { useText } from "../../i18n/text";
import { usePlanSession } from "../../shell/planSession";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { useToast } from "../../ui/Toast";
import type { Mark } from "../marks";
import { lineOfHash } from "../quote";
import { ReadingWords } from "./Figures";
import type { Hit } from "./find";
import styles from "./Page.module.css";
import { Sheet } from "./Sheet";
import type { Finding } from "./useFind";

interface PageProps {
  page: PageText;
  quote: Span | undefined;
  hash: string | undefined;
  finding: Finding;
  figures: readonly Mark[];
  zoom: number;
  flow: boolean;
  onFigure: (index: number) => void;
  onTake: (reading: Reading, span: Span) => void;
}

export function Page({ page, quote, hash, finding, figures, zoom, flow, onFigure, onTake }: PageProps) {
  const t = useText();
  const sheet = useRef<HTMLDivElement>(null);
  const { edits } = usePlanSession();
  const { span, lost } = useQuoted(page, quote, hash);
  const [selected, setSelected] = useState<{ reading: Reading; span: Span; at: DOMRect } | null>(null);
  const marks = useMemo(() => [...figures, ...hitMarks(finding, page.number), ...(span ? [{ kind: "quote" as const, ...span }] : [])], [figures, finding, page.number, span]);
  useInSight(sheet, "[data-quote]", span, page.number);
  useInSight(sheet, "[data-here]", finding.hits[finding.at], page.number);
  const select = (chosen: Span | null, at: DOMRect | null) => {
    const reading = chosen && readFigure(new CodePoints(page.text).cut(chosen));
    setSelected(chosen && reading && at ? { reading, span: chosen, at } : null);
  };
  return (
    <>
      {lost && <Note tone="warning">{t("reader.quote.lost")}</Note>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("reader.page", { n: page.number })}>
        <Sheet page={page} marks={marks} zoom={zoom} flow={flow} onFigure={onFigure} onSelect={select} sheet={sheet} />
      </div>
      {selected && edits && (
        <div className={styles.offer} style={{ left: `${selected.at.left + selected.at.width / 2}px`, top: `${selected.at.bottom + 8}px` }}>
          <Button size="small" look="primary" onClick={() => onTake(selected.reading, selected.span)}>
            {t("reader.use")}: <ReadingWords reading={selected.reading} />
          </Button>
        </div>
      )}
    </>
  );
}

function hitMarks({ hits, at }: Finding, page: number): Mark[] {
  const now: Hit | undefined = hits[at];
  return hits.flatMap((hit) => {
    if (hit.page !== page) return [];
    const marks: Mark[] = [{ kind: "hit", start: hit.start, end: hit.end }];
    return hit === now ? [...marks, { kind: "here", start: hit.start, end: hit.end }] : marks;
  });
}

/** What is quoted of a page: a span, or the line whose words have a hash. */
function useQuoted(page: PageText, quote: Span | undefined, hash: string | undefined): { span: Span | undefined; lost: boolean } {
  const { announce } = useToast();
  const t = useText();
  const key = `${quote?.start}-${quote?.end} ${hash}`;
  const [found, setFound] = useState<{ span: Span | undefined; lost: boolean }>({ span: quote, lost: false });
  useEffect(() => {
    let current = true;
    const settle = (span: Span | undefined, lost: boolean) => {
      if (!current) return;
      setFound({ span, lost });
      if (span) announce(t("reader.quoted", { n: page.number }));
    };
    if (quote || !hash) settle(quote, false);
    else void lineOfHash(page.text, hash).then((span) => settle(span ?? undefined, span === null));
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the key says what is quoted
  }, [key, page, announce, t]);
  return found;
}

/** Brings what is marked into sight when it changes, and not again. */
function useInSight(sheet: RefObject<HTMLDivElement | null>, selector: string, what: Span | undefined, page: number): void {
  useEffect(() => {
    if (!what) return;
    void sheet.current?.querySelector(selector)?.scrollIntoView({ block: "center", inline: "nearest" });
    // oxlint-disable-next-line react/exhaustive-deps -- spans are told apart by where they begin
  }, [sheet, selector, what?.start, what?.end, page]);
}
