import { ArrowRight } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import { brush } from "../../api/analyses";
import type { Brush } from "../../api/types";
import { formatCount, formatPercent } from "../../format/number";
import { Say, useLocale, useText } from "../../i18n/text";
import { useFaultWords } from "../../shell/useFaultWords";
import { Card, Skeleton } from "../../ui/Card";
import { columns } from "./rows";
import { Value } from "./RunTable";
import { classes } from "../../ui/classes";
import styles from "./Runs.module.css";

const most = 5;

/** What the picked futures have in common that the rest have not. */
export function Selection({ hash, picked, n, linkTo }: { hash: string; picked: ReadonlySet<number>; n: number; linkTo: (future: number) => string }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const futures = useMemo(() => [...picked].sort((a, b) => a - b), [picked]);
  const asked = useQuery({ queryKey: ["brush", hash, futures], queryFn: ({ signal }) => brush(hash, futures, signal), enabled: futures.length > 0, staleTime: Infinity, gcTime: 60_000 });
  return (
    <Card look="plain" title={t("runs.selection")} className={classes(styles.selection, futures.length === 0 && styles.quiet)}>
      {futures.length === 0 ? (
        <p className={styles.note}>{t("runs.selection.none")}</p>
      ) : (
        <>
          <p className={styles.count}>{t("runs.selection.count", { n: formatCount(futures.length, locale), share: formatPercent(futures.length / n, locale, futures.length / n < 0.1 ? 1 : 0) })}</p>
          {asked.error && <p className={styles.note}>{words(asked.error).title}</p>}
          {asked.isPending && <Skeleton height={180} />}
          {asked.data && <Found found={asked.data} to={linkTo(asked.data.median)} />}
        </>
      )}
    </Card>
  );
}

function Found({ found, to }: { found: Brush; to: string }) {
  const t = useText();
  const locale = useLocale();
  const shown = found.differences.slice(0, most);
  return (
    <>
      {shown.length === 0 && <p className={styles.note}>{t("runs.selection.all")}</p>}
      <ul className={styles.differences}>
        {shown.map(({ column, selected, rest, d }) => {
          const known = columns.find((c) => c.name === column);
          if (!known) return null;
          return (
            <li key={column}>
              <span className={styles.quantity}>{t(`runs.col.${known.name}`)}</span>
              <span className={styles.scale} aria-hidden>
                <span className={styles.spread} data-way={d < 0 ? "less" : "more"} style={{ width: `${Math.min(50, (Math.abs(d) / 3) * 50)}%` }} />
              </span>
              <span className={styles.values}>
                <Say k="runs.difference" with={{ selected: <Value value={selected} unit={known.unit} />, rest: <Value value={rest} unit={known.unit} /> }} />
                <span className="visuallyHidden">, {t("runs.difference.d", { d: Math.abs(d).toFixed(1) })}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <Link className={styles.typical} to={to}>
        {t("runs.selection.typical", { n: formatCount(found.median, locale) })} <ArrowRight size={14} aria-hidden />
      </Link>
    </>
  );
}
