import { TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "../../i18n/text";
import styles from "./Contents.module.css";
import type { TurningProps } from "./Toolbar";

/** The pages with their headings: an outline where the document has one. */
export function Contents({ pages, page, turn }: TurningProps) {
  const t = useText();
  const here = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Braces: newer browsers answer with a promise, which React would take for the effect's end.
    void here.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <nav className={styles.contents} aria-label={t("reader.pages")}>
      <ol>
        {pages.map((p) => (
          <li key={p.number}>
            <button ref={p.number === page ? here : undefined} type="button" aria-current={p.number === page ? "page" : undefined} onClick={() => turn(p.number)}>
              <span className={styles.number}>{p.number}</span>
              <span className={styles.heading}>{p.heading || p.label || t("reader.page", { n: p.number })}</span>
              {p.scanned && <TriangleAlert size={14} className={styles.scanned} role="img" aria-label={t("docs.scanned")} />}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
