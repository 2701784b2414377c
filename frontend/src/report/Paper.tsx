import { useLayoutEffect, useRef, useState } from "react";
import { formatCount } from "../format/number";
import { formatDate } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import type { Forecast } from "../shell/forecastSession";
import { usePlanSession } from "../shell/planSession";
import type { ComparedBlock, LeversBlock } from "./Report";
import type { Options } from "./options";
import { paginate } from "./pages";
import styles from "./Paper.module.css";
import { usePieces } from "./pieces";

/** The sheets: pieces are measured unseen, then laid on as many pages as they need. */
export function Paper({ options, forecast, Levers, Compared }: { options: Options; forecast: Forecast; Levers: LeversBlock; Compared: ComparedBlock }) {
  const t = useText();
  const locale = useLocale();
  const { plan } = usePlanSession().state;
  const today = useToday();
  const made = formatDate(today, locale);
  const pieces = usePieces({ options, forecast, plan, made, Levers, Compared });
  const measure = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState<number[][]>([]);
  useLayoutEffect(() => {
    const box = measure.current;
    if (!box) return;
    const look = () => {
      const parts = [...box.querySelectorAll<HTMLElement>(":scope > [data-piece]")];
      const room = box.querySelector<HTMLElement>(":scope > [data-room]")?.offsetHeight ?? 0;
      const next = paginate(
        parts.map((part) => ({ height: part.offsetHeight, keep: part.dataset["keep"] === "true", fresh: false })),
        room,
      );
      setPages((was) => (JSON.stringify(was) === JSON.stringify(next) ? was : next));
    };
    look();
    const watch = new ResizeObserver(look);
    for (const part of box.children) watch.observe(part);
    return () => watch.disconnect();
  }, [pieces]);
  const { header } = forecast;
  const foot = t("report.foot", { date: made, engine: header.engine, hash: header.hash.slice(0, 12), seed: header.seed, n: formatCount(header.n, locale) });
  return (
    <>
      <div ref={measure} className={styles.measure} aria-hidden inert>
        <div data-room style={{ position: "absolute", height: "calc(297mm - 16mm - 12mm - 14mm)", width: 1 }} />
        {pieces.map((piece) => (
          <div key={piece.key} data-piece data-keep={piece.keep} className={styles.piece}>
            {piece.body}
          </div>
        ))}
      </div>
      {pages.map((page, n) => (
        <article key={n} className={styles.sheet} data-sheet aria-label={t("report.page", { n: n + 1, all: pages.length })}>
          <div className={styles.body}>
            {page.map((at) => {
              const piece = pieces[at];
              return (
                piece && (
                  <div key={piece.key} className={styles.piece}>
                    {piece.body}
                  </div>
                )
              );
            })}
          </div>
          <footer className={styles.foot}>
            <span>{foot}</span>
            <span>{t("report.page", { n: n + 1, all: pages.length })}</span>
            <span>{t("report.advice")}</span>
          </footer>
        </article>
      ))}
    </>
  );
}

/** The day on the reader's clock, as it was when the report was opened. */
function useToday(): string {
  const [day] = useState(() => {
    const now = new Date();
    return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  });
  return day;
}
