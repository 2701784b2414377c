import { ArrowRight } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
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
export function Selection({ hash, picked, n, linkTo, children }: { hash: string; picked: Uint32Array; n: number; linkTo: (future: number) => string; children?: ReactNode }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const asked = useBrush(hash, picked);
  return (
    <Card look="plain" title={t("runs.selection")} className={classes(styles.selection, picked.length === 0 && styles.quiet)}>
      {picked.length === 0 ? (
        <p className={styles.note}>{t("runs.selection.none")}</p>
      ) : (
        <>
          <p className={styles.count}>{t("runs.selection.count", { n: formatCount(picked.length, locale), share: formatPercent(picked.length / n, locale, picked.length / n < 0.1 ? 1 : 0) })}</p>
          {asked.error && <p className={styles.note}>{words(asked.error).title}</p>}
          {asked.isPending && <Skeleton height={180} />}
          {asked.data && <Found found={asked.data} to={linkTo(asked.data.median)} />}
          {children}
        </>
      )}
    </Card>
  );
}

/** What sets picked futures, in rising order, apart from the rest of a result. */
export function useBrush(hash: string, picked: Uint32Array) {
  const key = useMemo(() => markOf(picked), [picked]);
  return useQuery({ queryKey: ["brush", hash, key], queryFn: ({ signal }) => brush(hash, Array.from(picked), signal), enabled: picked.length > 0, staleTime: Infinity, gcTime: 60_000 });
}

/** A short mark of many futures: a key of a hundred thousand numbers would be compared at every turn. */
function markOf(futures: Uint32Array): string {
  let [a, b] = [2166136261, 5381];
  for (const future of futures) {
    a = Math.imul(a ^ future, 16777619);
    b = (Math.imul(b, 33) + future) | 0;
  }
  return `${futures.length} ${a} ${b}`;
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
