import type { Paired } from "../../api/types";
import { formatCount, formatPercent } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import styles from "./Fates.module.css";

/** How a future ends under the two plans. */
export type Fate = "both" | "onlyA" | "onlyB" | "neither";

/** The paired two by two: rows are the first plan, columns the second. A field opens its futures. */
export function Fates({ paired, a, b, onOpen }: { paired: Paired; a: string; b: string; onOpen: (fate: Fate) => void }) {
  const t = useText();
  const locale = useLocale();
  const count = (n: number) => formatCount(n, locale);
  const cell = (fate: Fate) => <Cell fate={fate} count={paired[fate]} of={paired.n} onOpen={() => onOpen(fate)} />;
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visuallyHidden">{t("compare.fates")}</span>
            </th>
            <th scope="col">
              {t("compare.fates.columns", { b })}: {t("compare.fates.holds")}
            </th>
            <th scope="col">
              {t("compare.fates.columns", { b })}: {t("compare.fates.fails")}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {t("compare.fates.rows", { a })}: {t("compare.fates.holds")}
            </th>
            <td>{cell("both")}</td>
            <td>{cell("onlyA")}</td>
          </tr>
          <tr>
            <th scope="row">
              {t("compare.fates.rows", { a })}: {t("compare.fates.fails")}
            </th>
            <td>{cell("onlyB")}</td>
            <td>{cell("neither")}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.note}>{t("compare.fates.summary", { n: count(paired.n), both: count(paired.both), neither: count(paired.neither), rescued: count(paired.onlyB), lost: count(paired.onlyA), a, b })}</p>
    </>
  );
}

function Cell({ fate, count, of, onOpen }: { fate: Fate; count: number; of: number; onOpen: () => void }) {
  const t = useText();
  const locale = useLocale();
  const share = of > 0 ? count / of : 0;
  const Box = count > 0 ? "button" : "div"; // no futures, nothing to open
  return (
    <Box className={styles.cell} data-fate={fate} {...(count > 0 ? { type: "button", onClick: onOpen } : {})}>
      <span className={styles.fill} style={{ height: `${Math.sqrt(share) * 100}%` }} aria-hidden />
      <span className={styles.count}>{formatCount(count, locale)}</span>
      <span className={styles.what}>
        {t(`compare.fates.${fate}`)} <span className={styles.share}>{formatPercent(share, locale, share > 0 && share < 0.1 ? 1 : 0)}</span>
      </span>
      {count > 0 && <span className="visuallyHidden">{t("compare.fates.open")}</span>}
    </Box>
  );
}
