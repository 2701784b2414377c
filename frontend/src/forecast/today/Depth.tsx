import { formatCount, formatPercent } from "../../format/number";
import { midSentence } from "../../i18n/fill";
import { useLocale, useLooseText, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { Card, Skeleton } from "../../ui/Card";
import styles from "./Today.module.css";

/** The other half of the figure: how bad it is when it fails. */
export function Depth() {
  const t = useText();
  const loose = useLooseText();
  const locale = useLocale();
  const header = useForecast().result?.header;
  if (!header) return <Skeleton height={120} />;
  const { "failure.depth": depth, "failure.years": years, "failure.firstAge": age } = header.facts;
  const main = header.causes.filter((c) => c.count > 0).sort((a, b) => b.count - a.count)[0];
  const words = () => {
    if (!depth || !(depth.value > 0)) return t("today.depth.none", { n: formatCount(header.n, locale) });
    const share = formatPercent(depth.value, locale, depth.value < 0.1 ? 1 : 0);
    if (!years || !age || !Number.isFinite(age.value)) return t("today.depth.short", { depth: share });
    return t("today.depth", { depth: share, years: Math.max(1, Math.round(years.value)), age: Math.floor(age.value) });
  };
  return (
    <Card look="plain" title={t("today.depth.title")}>
      <p className={styles.note}>{words()}</p>
      {main && <p className={styles.note}>{t("today.depth.cause", { cause: midSentence(loose("cause." + main.cause, undefined, main.cause)) })}</p>}
    </Card>
  );
}
