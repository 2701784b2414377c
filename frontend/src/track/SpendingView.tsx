import { Link } from "react-router";
import type { SpendingTrack } from "../api/types";
import { formatMonth } from "../format/time";
import { formatPercent } from "../format/number";
import { Say, useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { Card } from "../ui/Card";
import { Money } from "../ui/Money";
import styles from "./track.module.css";

/** What was spent beside what the plan spends, by group. */
export function SpendingView({ spending }: { spending: SpendingTrack | undefined }) {
  const t = useText();
  const locale = useLocale();
  const { id } = usePlanSession().state;
  if (!spending) {
    return (
      <section className={styles.part}>
        <Card look="plain" title={t("track.spending")}>
          <p className={styles.hint}>{t("track.spending.none")}</p>
          <Link to={`/h/${id}/track/import`}>{t("track.import")}</Link>
        </Card>
      </section>
    );
  }
  const most = Math.max(1, ...spending.groups.map((g) => Math.max(Number(g.actual.amt), g.planned)));
  const currency = spending.actual.cur ?? "";
  return (
    <section className={styles.part}>
      <Card look="plain" title={t("track.spending")}>
        <p className={styles.hint}>
          <Say k="track.spending.say" with={{ actual: <Money value={spending.actual.amt} currency={currency} style="round" />, planned: <Money value={spending.planned} currency={currency} style="round" />, from: formatMonth(spending.from, locale), to: formatMonth(spending.to, locale) }} /> {t("track.spending.basis")}
        </p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("track.spending")}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("track.spending.group")}</th>
                <td aria-hidden />
                <th scope="col" className={styles.number}>{t("track.spending.actual")}</th>
                <th scope="col" className={styles.number}>{t("track.spending.planned")}</th>
                <td aria-hidden />
              </tr>
            </thead>
            <tbody>
              {spending.groups.map((g) => (
                <tr key={g.group}>
                  <th scope="row">{t(`track.group.${g.group}`)}</th>
                  <td aria-hidden>
                    <div className={styles.bar}>
                      <i style={{ width: `${(100 * Math.max(0, Number(g.actual.amt))) / most}%` }} />
                      <b style={{ left: `${(100 * g.planned) / most}%` }} />
                    </div>
                  </td>
                  <td className={styles.number}><Money value={g.actual.amt} currency={currency} style="round" /></td>
                  <td className={styles.number}><Money value={g.planned} currency={currency} style="round" /></td>
                  <td><Difference actual={Number(g.actual.amt)} planned={g.planned} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </section>
  );
}

function Difference({ actual, planned }: { actual: number; planned: number }) {
  const t = useText();
  const locale = useLocale();
  if (planned === 0) return t("track.spending.unplanned");
  const share = actual / planned - 1;
  if (Math.abs(share) < 0.01) return t("track.spending.even");
  return t(share > 0 ? "track.spending.over" : "track.spending.under", { share: formatPercent(Math.abs(share), locale, 0) });
}
