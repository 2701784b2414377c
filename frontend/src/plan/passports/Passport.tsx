// What is known of an assumption: its default and source, where it stands in recorded history,
// and what it would do to the plan if it were wrong.
import { useQuery } from "@tanstack/react-query";
import { getPassports } from "../../api/assumptions";
import type { AssumptionPassport, Paired, RecordedHistory } from "../../api/types";
import { formatCount, formatPercent, formatPoints } from "../../format/number";
import { formatMonth } from "../../format/time";
import type { Locale } from "../../i18n/spoken";
import { useLocale, useText, type T } from "../../i18n/text";
import { usePowers } from "../../shell/powers";
import { Button } from "../../ui/Button";
import { Popover } from "../../ui/Popover";
import { useEditing } from "../editing";
import { movesOf, passportAt, placeAmong, valueAt } from "./place";
import styles from "./Passport.module.css";
import { Ruler } from "./Ruler";
import { useEffectOf } from "./useEffectOf";

/** The passport of the value at a pointer, as a small ruler that opens; nothing for what has none. */
export function PassportMark({ pointer, small = false }: { pointer: string; small?: boolean }) {
  const t = useText();
  const locale = useLocale();
  const { plan } = useEditing();
  const about = /^\/(assumptions|income|people|withdrawal)\//.test(pointer);
  const known = useQuery({ queryKey: ["passports"], queryFn: getPassports, staleTime: Infinity, enabled: about }).data;
  const passport = known && passportAt(known.passports, plan, pointer);
  if (!passport) return null;
  const found = valueAt(plan, pointer);
  const value = typeof found === "number" ? found : undefined;
  const say = figureOf(passport, locale);
  const standard = passport.default === undefined ? t("plan.passport") : passport.default === value ? t("plan.passport.isDefault") : t("plan.passport.default", { value: say(passport.default) });
  const ruler = passport.history && <Ruler percentiles={passport.history.percentiles} value={value} standard={passport.default} />;
  return (
    <Popover
      label={passport.name[locale]}
      align="start"
      trigger={
        <button type="button" className={styles.mark} aria-label={t("plan.passport.open", { name: passport.name[locale], standard })}>
          {ruler}
          {!(small && ruler) && <span className={styles.words}>{standard}</span>}
        </button>
      }
    >
      <Passport passport={passport} history={known.history} pointer={pointer} value={value} />
    </Popover>
  );
}

function Passport({ passport, history, pointer, value }: { passport: AssumptionPassport; history: RecordedHistory; pointer: string; value: number | undefined }) {
  const t = useText();
  const { seesAll } = usePowers();
  const locale = useLocale();
  const say = figureOf(passport, locale);
  return (
    <div className={styles.passport}>
      <h2 className={styles.title}>{passport.name[locale]}</h2>
      <p className={styles.about}>{passport.about[locale]}</p>
      <dl className={styles.facts}>
        {value !== undefined && (
          <>
            <dt>{t("plan.passport.here")}</dt>
            <dd>{say(value)}</dd>
          </>
        )}
        {passport.default !== undefined && (
          <>
            <dt>{t("plan.passport.standard")}</dt>
            <dd>{t("plan.passport.standardOf", { value: say(passport.default), date: formatMonth(passport.date, locale) })}</dd>
          </>
        )}
      </dl>
      <p className={styles.source}>{passport.source[locale]}</p>
      {passport.history && (
        <section className={styles.part}>
          <h3>{t("plan.passport.past")}</h3>
          <Ruler percentiles={passport.history.percentiles} value={value} standard={passport.default} say={say} />
          <p>{recordWords(t, locale, passport, history, value ?? passport.default)}</p>
          <p className={styles.source}>{history.name[locale]}</p>
        </section>
      )}
      {passport.step !== undefined && seesAll && <Wrong passport={passport} pointer={pointer} step={passport.step} />}
    </div>
  );
}

/** Where a value stands, in a sentence. */
function recordWords(t: T, locale: Locale, passport: AssumptionPassport, history: RecordedHistory, value: number | undefined): string {
  const say = figureOf(passport, locale);
  const past = passport.history;
  if (!past || value === undefined) return "";
  const n = Math.round(placeAmong(past.percentiles, value));
  const given = { measure: past.measure[locale], year: history.first.slice(0, 4), value: say(value), windows: formatCount(past.windows, locale) };
  if (n === 0) return t("plan.passport.lowest", given);
  if (n === 100) return t("plan.passport.highest", given);
  return t("plan.passport.place", { ...given, n: String(n) });
}

/** What it would do to be wrong by a step, found out while a person looks. */
function Wrong({ passport, pointer, step }: { passport: AssumptionPassport; pointer: string; step: number }) {
  const t = useText();
  const locale = useLocale();
  const { plan } = useEditing();
  const moves = movesOf(plan, pointer, step);
  const { asked, paths, stop, again } = useEffectOf(moves);
  if (!moves.down && !moves.up) return null;
  const size = stepWords(passport, step, t);
  const ways = (["down", "up"] as const).filter((way) => moves[way]);
  return (
    <section className={styles.part} aria-busy={asked.state === "asking"}>
      <h3>{t("plan.passport.wrong")}</h3>
      {asked.state === "known" && (
        <>
          <dl className={styles.ways}>
            {ways.map((way) => (
              <div key={way}>
                <dt>{t(`plan.passport.${passport.unit === "choice" ? "lives." : ""}${way}`, { size })}</dt>
                <dd>{asked.effect[way] && <Difference paired={asked.effect[way]} />}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.source}>{t("plan.passport.same", { n: formatCount(paths, locale) })}</p>
        </>
      )}
      {(asked.state === "asking" || asked.state === "waiting") && (
        <div className={styles.asking} role="status">
          <span className="visuallyHidden">{t("plan.passport.asking")}</span>
          <span className={styles.bar}>
            <span style={{ width: `${(asked.state === "asking" ? asked.share : 0) * 100}%` }} />
          </span>
          <Button size="small" look="quiet" onClick={stop}>
            {t("plan.passport.stop")}
          </Button>
        </div>
      )}
      {(asked.state === "stopped" || asked.state === "failed") && (
        <div className={styles.asking}>
          <span>{t(asked.state === "stopped" ? "plan.passport.stopped" : "plan.passport.failed")}</span>
          <Button size="small" look="quiet" onClick={again}>
            {t("plan.passport.again")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** A paired difference of success; one that luck explains says so. */
function Difference({ paired }: { paired: Paired }) {
  const t = useText();
  const { value, ci } = paired.delta;
  if (paired.onlyA === 0 && paired.onlyB === 0) return <>{t("plan.passport.none")}</>;
  const luck = ci.low <= 0 && ci.high >= 0;
  return (
    <>
      <span className={luck ? undefined : value > 0 ? styles.up : styles.down}>{t("plan.passport.points", { points: formatPoints(value) })}</span>
      <small>{luck ? t("plan.passport.luck") : t("plan.passport.between", { low: formatPoints(ci.low), high: formatPoints(ci.high) })}</small>
    </>
  );
}

function stepWords(passport: AssumptionPassport, step: number, t: T): string {
  if (passport.unit === "correlation" || passport.unit === "number") return String(step);
  if (passport.unit === "choice") return t("plan.passport.years", { n: step });
  return t("plan.passport.ofPoints", { n: String(Math.round(step * 1000) / 10) });
}

/** How the figures of a passport are written. */
function figureOf({ unit }: AssumptionPassport, locale: Locale): (value: number) => string {
  if (unit === "number") return (value) => String(value);
  return unit === "correlation" ? (value) => value.toFixed(2).replace("-", "−") : (value) => formatPercent(value, locale, 1);
}
