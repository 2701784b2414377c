// The one future that a view tells of: the middle one, one typical of those that were picked, or any.
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { brush } from "../../api/analyses";
import { getReplay } from "../../api/results";
import type { Replay, ResultHeader } from "../../api/types";
import { formatCount } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { useForecast, type Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { Select } from "../../ui/Inputs";
import { usePicked } from "../picked";
import { useBrush } from "../runs/Selection";
import styles from "./Futures.module.css";

const everyone = (n: number) => Array.from({ length: n }, (_, i) => i);

/** The future nearest to the middle in everything that is measured. */
function useMiddle(header: ResultHeader) {
  return useQuery({ queryKey: ["middle", header.hash], queryFn: ({ signal }) => brush(header.hash, everyone(header.n), signal).then((found) => found.median), staleTime: Infinity, gcTime: 10 * 60_000 });
}

type Which = "middle" | "picked" | "one";

/** A view of one future; which one is in the address. What is shown while a change is tried is the result that is kept. */
export function OneFuture({ forecast, tools, children }: { forecast: Forecast; tools?: ReactNode; children: (replay: Replay) => ReactNode }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const { base, previewing } = useForecast();
  const { id } = usePlanSession().state;
  const { header } = (previewing && base) || forecast;
  const [query, setQuery] = useSearchParams();
  const [picked] = usePicked(header);
  const asked = query.get("f");
  const number = asked !== null && /^\d+$/.test(asked) && Number(asked) < header.n ? Number(asked) : null;
  const which: Which = number !== null ? "one" : asked === "picked" && picked.length > 0 ? "picked" : "middle";
  const middle = useMiddle(header);
  const typical = useBrush(header.hash, picked);
  const future = which === "one" ? number : which === "picked" ? (typical.data?.median ?? null) : (middle.data ?? null);
  const played = useQuery({ queryKey: ["replay", header.hash, future], queryFn: ({ signal }) => getReplay(header.hash, future ?? 0, signal), enabled: future !== null, staleTime: Infinity, gcTime: 120_000 });
  const options = useMemo(
    () => [
      { value: "middle" as const, label: t("one.middle") },
      ...(picked.length > 0 ? [{ value: "picked" as const, label: t("one.picked") }] : []),
      ...(number !== null ? [{ value: "one" as const, label: t("cloud.future", { n: formatCount(number, locale) }) }] : []),
    ],
    [t, locale, picked.length, number],
  );
  const choose = (to: Which) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        if (to === "picked") next.set("f", "picked");
        else if (to === "middle") next.delete("f");
        return next;
      },
      { replace: true },
    );
  const error = played.error ?? middle.error ?? (which === "picked" ? typical.error : null);
  return (
    <>
      <div className={styles.tools}>
        <div className={styles.one}>
          <Select<Which> label={t("one.choose")} value={which} options={options} onChange={choose} />
          {future !== null && (
            <Link className={styles.live} to={`/h/${id}/futures/runs/${future}`}>
              {t("one.live", { n: formatCount(future, locale) })} <ArrowRight size={14} aria-hidden />
            </Link>
          )}
        </div>
        {tools}
      </div>
      {error && <FailedState title={words(error).title} fix={words(error).fix} actions={<Button onClick={() => void (played.error ? played.refetch() : middle.refetch())}>{t("app.again")}</Button>} />}
      {!error && !played.data && (
        <div role="status" aria-label={t("one.loading")}>
          <Skeleton height={460} />
        </div>
      )}
      {!error && played.data && children(played.data)}
    </>
  );
}
