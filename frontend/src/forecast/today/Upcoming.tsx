import { useMemo } from "react";
import { formatDuration, formatMonth, monthsBetween } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { Card } from "../../ui/Card";
import { Icon } from "../../ui/Icon";
import { eventsOf } from "./events";
import styles from "./Upcoming.module.css";

const most = 5;

/** What the next twelve months bring, and then what comes after. */
export function Upcoming() {
  const t = useText();
  const locale = useLocale();
  const { plan } = usePlanSession().state;
  const header = useForecast().result?.header ?? null;
  const events = useMemo(() => eventsOf(plan, header), [plan, header]).slice(0, most);
  if (events.length === 0) return null;
  const away = (month: string) => monthsBetween(plan.start, month);
  const soon = events.some((e) => away(e.month) <= 12);
  // Beyond a year whole years are enough.
  const rough = (months: number) => (months > 12 ? Math.round(months / 12) * 12 : months);
  return (
    <Card look="plain" title={t("today.soon.title")}>
      {!soon && <p className={styles.none}>{t("today.soon.none")}</p>}
      <ol className={styles.list}>
        {events.map((event) => (
          <li key={event.id} className={styles.event}>
            <span className={styles.icon}>
              <Icon name={event.icon} size={15} />
            </span>
            <span>{t(event.key, { name: event.name })}</span>
            <span className={styles.when}>
              {formatMonth(event.month, locale)}
              <br />
              {t("today.soon.in", { time: formatDuration(rough(away(event.month)), locale) })}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
