import { ArrowRight } from "lucide-react";
import { Link } from "react-router";
import { formatMonth } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { Card } from "../ui/Card";
import { said } from "./reality";
import styles from "./track.module.css";
import { useTrack } from "./useTrack";

/** On Today: where reality stands among the futures that were seen. */
export function OnTrack() {
  const t = useText();
  const locale = useLocale();
  const { id } = usePlanSession().state;
  const { track } = useTrack(id);
  if (!track || track.grid.length === 0) return null;
  const { reality } = track;
  const stands = reality && said(reality.standing);
  return (
    <Card look="plain" title={t("track.card.title")}>
      <p className={styles.stands}>{reality && stands ? t(stands.side === "more" ? "track.card.more" : "track.card.less", { n: stands.n, month: formatMonth(reality.since, locale) }) : t("track.card.none")}</p>
      <Link className={styles.go} to={reality ? `/h/${id}/track` : `/h/${id}/track/check-in`}>
        {t(reality ? "track.card.go" : "track.card.begin")} <ArrowRight size={14} aria-hidden />
      </Link>
    </Card>
  );
}
