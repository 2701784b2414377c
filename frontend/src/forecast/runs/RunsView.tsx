import { X } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { getFutures, getResult, getYears } from "../../api/results";
import type { Futures } from "../../api/blocks";
import type { ResultHeader } from "../../api/types";
import { formatCount } from "../../format/number";
import { useLocale, useLooseText, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { Select } from "../../ui/Inputs";
import { Switch } from "../../ui/Switch";
import { midSentence } from "../../i18n/fill";
import { usePicked } from "../picked";
import { watchLists } from "../watch";
import { fated as fatedOf, inOrder, placeOf, Rows, type Order } from "./rows";
import { RunTable, type Sorting } from "./RunTable";
import { Selection } from "./Selection";
import styles from "./Runs.module.css";

const fates = ["both", "onlyA", "onlyB", "neither"] as const;
type Fate = (typeof fates)[number];

/** Every future in a row. The address may ask for another result's, and for those that a comparison singled out. */
export function RunsView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const words = useFaultWords();
  const [query] = useSearchParams();
  const of = query.get("of") ?? forecast.header.hash;
  const against = query.get("against");
  const fate = fates.find((f) => f === query.get("fate")) ?? null;
  const mine = useRows(of, of === forecast.header.hash ? forecast.header : null);
  const other = useRows(against, null);
  const error = mine.error ?? other.error;
  if (error) return <FailedState title={words(error).title} fix={words(error).fix} actions={<Button onClick={mine.again}>{t("app.again")}</Button>} />;
  if (!mine.rows || !mine.header || (against && !other.rows)) {
    return (
      <div role="status" aria-label={t("runs.loading")}>
        <Skeleton height={480} />
      </div>
    );
  }
  const compared = other.rows && fate ? fatedOf(mine.rows, other.rows, fate) : null;
  return <Loaded key={`${of} ${against ?? ""} ${fate ?? ""}`} header={mine.header} rows={mine.rows} own={of === forecast.header.hash} compared={compared && fate ? { fate, futures: compared } : null} />;
}

/** The futures of a result by its hash. */
export function useRows(hash: string | null, known: ResultHeader | null): { header: ResultHeader | null; rows: Rows | null; futures: Futures | null; error: Error | null; again: () => void } {
  const asked = useQuery({ queryKey: ["header", hash], queryFn: ({ signal }) => getResult(hash ?? "", signal), enabled: hash !== null && !known, staleTime: Infinity });
  const header = known ?? asked.data ?? null;
  const block = useQuery({ queryKey: ["futures", hash], queryFn: ({ signal }) => (header ? getFutures(header, signal) : Promise.reject(new Error("no header"))), enabled: header !== null && hash !== null, staleTime: Infinity, gcTime: 120_000 });
  const futures = block.data;
  const rows = useMemo(() => (header && futures ? new Rows(header, futures) : null), [header, futures]);
  return { header, rows, futures: futures ?? null, error: asked.error ?? block.error, again: () => void (asked.error ? asked.refetch() : block.refetch()) };
}

type Group = "all" | "failing" | "poorest" | "hand" | "fate" | `cause.${string}` | `watch.${string}`;

const poorest = 0.05;

function Loaded({ header, rows, own, compared }: { header: ResultHeader; rows: Rows; own: boolean; compared: { fate: Fate; futures: number[] } | null }) {
  const t = useText();
  const locale = useLocale();
  const loose = useLooseText();
  const go = useNavigate();
  const { id, plan } = usePlanSession().state;
  const lists = watchLists(plan, header.seed);
  const [hand, setHand] = usePicked(header);
  const [group, setGroup] = useState<Group>(compared ? "fate" : hand.length > 0 ? "hand" : "all");
  const [only, setOnly] = useState(compared !== null || hand.length > 0);
  const [sorting, setSorting] = useState<Sorting>({ order: "ending", descending: false });
  const [jump, setJump] = useState<{ to: number } | null>(null);
  const years = useQuery({ queryKey: ["years", header.hash], queryFn: ({ signal }) => getYears(header, signal), staleTime: Infinity, gcTime: 60_000 });
  const everyone = useMemo(() => rows.where(() => true), [rows]);
  const groupOf = (chosen: Group): readonly number[] => {
    if (chosen === "all" || chosen === "hand") return [];
    if (chosen === "fate") return compared?.futures ?? [];
    if (chosen === "failing") return rows.where((i) => !rows.holds(i));
    if (chosen === "poorest") return inOrder(rows, everyone, "endWealth", false).slice(0, Math.ceil(rows.n * poorest));
    const list = lists.find((l) => `watch.${l.id}` === chosen);
    if (list) return [...list.futures].filter((future) => future < rows.n);
    return rows.where((i) => `cause.${rows.cause(i) ?? ""}` === chosen);
  };
  const choose = (chosen: Group) => {
    setGroup(chosen);
    if (chosen !== "hand") setHand(Uint32Array.from(groupOf(chosen)).sort());
  };
  const fated = useMemo(() => (compared ? Uint32Array.from(compared.futures) : null), [compared]);
  const chosen = group === "fate" && fated ? fated : hand;
  const picked = useMemo<ReadonlySet<number>>(() => new Set(chosen), [chosen]);
  const shown = useMemo(() => inOrder(rows, only && picked.size > 0 ? [...picked] : everyone, sorting.order, sorting.descending), [rows, only, picked, everyone, sorting]);
  const pick = (futures: readonly number[], on: boolean) => {
    const next = new Set(picked);
    for (const future of futures) if (on) next.add(future); else next.delete(future);
    setHand(Uint32Array.from(next).sort());
    setGroup(next.size === 0 ? "all" : "hand");
  };
  const sort = (order: Order) => setSorting({ order, descending: sorting.order === order && !sorting.descending });
  const link = (future: number) => `/h/${id}/futures/runs/${future}${own ? "" : `?of=${header.hash}`}`;
  const causes = header.causes.filter((c) => c.count > 0).sort((a, b) => b.count - a.count);
  const groups: { value: Group; label: string }[] = [
    { value: "all", label: t("runs.choose.all") },
    ...(compared ? [{ value: "fate" as const, label: t("runs.choose.fate") }] : []),
    ...(rows.where((i) => !rows.holds(i)).length > 0 ? [{ value: "failing" as const, label: t("runs.choose.failing") }] : []),
    { value: "poorest", label: t("runs.choose.poorest") },
    ...causes.map((c) => ({ value: `cause.${c.cause}` as const, label: t("runs.choose.cause", { cause: midSentence(loose("cause." + c.cause, undefined, c.cause)) }) })),
    ...lists.map((l) => ({ value: `watch.${l.id}` as const, label: t("watch.list", { name: l.name }) })),
    ...(group === "hand" ? [{ value: "hand" as const, label: t("runs.choose.hand") }] : []),
  ];
  return (
    <>
      {compared && <p className={styles.from}>{t(`runs.fate.${compared.fate}`, { n: formatCount(compared.futures.length, locale) })}</p>}
      <div className={styles.tools}>
        <div className={styles.group}>
          <Select label={t("runs.choose")} value={group} options={groups} onChange={choose} />
          {picked.size > 0 && (
            <>
              <Switch label={t("runs.only")} checked={only} onChange={setOnly} />
              <Button
                size="small"
                look="quiet"
                icon={<X size={15} aria-hidden />}
                onClick={() => {
                  choose("all");
                  setOnly(false);
                }}
              >
                {t("runs.clear")}
              </Button>
            </>
          )}
        </div>
        <div className={styles.jumps} role="group" aria-label={t("runs.jump")}>
          <span aria-hidden>{t("runs.jump")}</span>
          {([0, 10, 25, 50, 100] as const).map((p) => (
            <Button key={p} size="small" why={shown.length === 0 && t("why.rows")} onClick={() => setJump({ to: sorting.descending ? shown.length - 1 - placeOf(p / 100, shown.length) : placeOf(p / 100, shown.length) })}>
              {t(sorting.order === "ending" && (p === 0 || p === 100) ? `runs.jump.${p}.ending` : `runs.jump.${p}`)}
            </Button>
          ))}
        </div>
      </div>
      <div className={styles.sides}>
        <RunTable rows={rows} shown={shown} picked={picked} sorting={sorting} years={years.data ?? null} jump={jump} onSort={sort} onPick={pick} onOpen={(future) => void go(link(future))} linkTo={link} />
        <Selection hash={header.hash} picked={chosen} n={rows.n} linkTo={link} />
      </div>
    </>
  );
}
