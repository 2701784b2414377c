import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { getMethodology } from "../api/methodology";
import type { Methodology, MethodologyBlock, MethodologyCell, MethodologyColumn, MethodologyTable } from "../api/types";
import { formatDecimal, formatPercent } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import styles from "./Method.module.css";
import { SelfTest } from "./SelfTest";
import { useFaultWords } from "./useFaultWords";
import { useTitle } from "./useTitle";

/** How everything is computed, as the backend's own tests have written it. */
export default function Method() {
  const t = useText();
  const words = useFaultWords();
  useTitle(t("method.title"));
  const asked = useQuery({ queryKey: ["methodology"], queryFn: getMethodology, staleTime: Infinity });
  return (
    <div className={styles.page}>
      {asked.error && <FailedState page title={words(asked.error).title} fix={words(asked.error).fix} actions={<Button onClick={() => void asked.refetch()}>{t("app.again")}</Button>} />}
      {asked.isPending && <Skeleton height={480} />}
      {asked.data && <Document document={asked.data} />}
    </div>
  );
}

/** An address may name a section: "#markets". */
function useAnchor(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
}

function Document({ document }: { document: Methodology }) {
  const t = useText();
  const locale = useLocale();
  useAnchor();
  return (
    <>
      <h1 className={styles.h1}>{document.title[locale]}</h1>
      <p className={styles.lede}>{t("method.lede", { engine: document.engine })}</p>
      <SelfTest />
      <div className={styles.sides}>
        <nav className={styles.contents} aria-label={t("method.contents")}>
          <h2>{t("method.contents")}</h2>
          <ol>
            {document.sections.map((s) => (
              <li key={s.id}>
                <a href={`#${s.id}`}>{s.title[locale]}</a>
              </li>
            ))}
          </ol>
        </nav>
        <article className={styles.text}>
          {document.sections.map((s) => (
            <section key={s.id} id={s.id} aria-labelledby={`${s.id}-title`}>
              <h2 id={`${s.id}-title`}>{s.title[locale]}</h2>
              {s.blocks.map((block, i) => (
                <Block key={i} block={block} />
              ))}
            </section>
          ))}
        </article>
      </div>
    </>
  );
}

function Block({ block }: { block: MethodologyBlock }) {
  const locale = useLocale();
  const { kind, text, items, formula, table } = block;
  if (kind === "table") return table ? <Table table={table} /> : null;
  if (kind === "list") {
    return (
      <ul className={styles.list}>
        {(items ?? []).map((item) => (
          <li key={item.en}>{item[locale]}</li>
        ))}
      </ul>
    );
  }
  if (kind === "formula") {
    return (
      <div className={styles.formula}>
        <code>{formula}</code>
        {text && <p>{text[locale]}</p>}
      </div>
    );
  }
  return text ? <p>{text[locale]}</p> : null;
}

function Table({ table }: { table: MethodologyTable }) {
  const t = useText();
  const locale = useLocale();
  const caption = table.caption[locale];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.wrap} tabIndex={0} role="region" aria-label={caption} id={table.id}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((c) => (
              <th key={c.title.en} scope="col" data-text={c.unit === "text" || undefined}>
                {c.title[locale]}
                {c.unit === "points" && <span className={styles.unit}> {t("method.points")}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, i) => {
                const column = table.columns[i];
                const shown = <Cell cell={cell} column={column} />;
                return i === 0 ? (
                  <th key={i} scope="row" data-text={column?.unit === "text" || undefined}>
                    {shown}
                  </th>
                ) : (
                  <td key={i} data-text={column?.unit === "text" || undefined}>
                    {shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell, column }: { cell: MethodologyCell; column: MethodologyColumn | undefined }) {
  const locale = useLocale();
  if (cell.text) return cell.text[locale];
  if (cell.value === undefined) return "–";
  const digits = column?.digits ?? 0;
  if (column?.unit === "share" || column?.unit === "rate") return formatPercent(cell.value, locale, digits);
  if (column?.unit === "points") return formatDecimal(cell.value * 100, locale, digits);
  return formatDecimal(cell.value, locale, digits);
}
