// What the advisor tells unasked: of the latest change, of market figures and of the
// month on Today, of a check-in on Track, of a document beside its pages.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { listAssessments } from "../api/advisor";
import type { Assessment } from "../api/types";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { useHappenings } from "../shell/happenings";
import { usePlanSession } from "../shell/planSession";
import { Card } from "../ui/Card";
import { Said } from "./AnswerCard";
import styles from "./Told.module.css";

function useAssessments(): readonly Assessment[] {
  const { id } = usePlanSession().state;
  const queries = useQueryClient();
  const key = ["assessments", id];
  const told = useQuery({ queryKey: key, queryFn: ({ signal }) => listAssessments(id, signal) });
  useHappenings((happening) => {
    if (happening.kind === "lagged" || happening.kind === "library" || (happening.kind === "assessed" && happening.id === id)) void queries.invalidateQueries({ queryKey: key });
  });
  return told.data ?? [];
}

/** Of the plan: its latest change and its market figures, while the plan is still that, and the newest month. Nothing where there is nothing to tell. */
export function Told() {
  const t = useText();
  const all = useAssessments();
  const change = all.find((a) => a.about === "change" && !a.card.stale);
  const market = all.find((a) => a.about === "market" && !a.card.stale);
  const review = all.find((a) => a.about === "review");
  if (!change && !market && !review) return null;
  return (
    <div className={styles.told}>
      {market && <One told={market} title={t("told.market")} />}
      {change && <One told={change} title={t("told.change")} />}
      {review && <One told={review} title={t("told.review")} />}
    </div>
  );
}

/** Of the newest check-in. */
export function ToldOfCheckIn() {
  const t = useText();
  const told = useAssessments().find((a) => a.about === "checkIn");
  return told ? (
    <div className={styles.told}>
      <One told={told} title={t("told.checkIn")} />
    </div>
  ) : null;
}

/** Of one document. */
export function ToldOfDocument({ document }: { document: string }) {
  const t = useText();
  const told = useAssessments().find((a) => a.about === "document" && a.subject === document);
  return told ? <One told={told} title={t("told.document")} /> : null;
}

function One({ told, title }: { told: Assessment; title: string }) {
  const t = useText();
  const locale = useLocale();
  const { card } = told;
  return (
    <Card look="plain" title={title}>
      <div lang={card.locale}>
        <Said card={card} />
      </div>
      {card.sources.length > 0 && (
        <ol className={styles.quotes}>
          {card.sources.map((s) => s.quote && <li key={s.id}>“{s.quote}”</li>)}
        </ol>
      )}
      <p className={styles.foot}>
        {formatMoment(new Date(told.made), locale)} · {card.by === "model" && card.model ? t("advisor.by.model", { model: card.model.name }) : t("advisor.by.engine")}
        {card.stale && ` · ${t("told.stale")}`}
      </p>
    </Card>
  );
}
