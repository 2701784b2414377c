// What is known of an assumption: its default and source, where it stands in recorded history,
// and what it would do to the plan if it were wrong.
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { getPassports } from "../../api/assumptions";
import type { AssumptionPassport, RecordedDistribution, RecordedHistory } from "../../api/types";
import { formatCount, formatPercent, formatPoints } from "../../format/number";
import { formatMonth } from "../../format/time";
import type { Locale } from "../../i18n/spoken";
import { useLocale, useLooseText, useText, type T } from "../../i18n/text";
import { usePowers } from "../../shell/powers";
import { Button } from "../../ui/Button";
import { Select } from "../../ui/Inputs";
import { Popover } from "../../ui/Popover";
import { useEditing } from "../editing";
import type { Patch } from "../patch";
import { choicesBeside, chosenAt, insteadOf, movesOf, nameKey, passportAt, placeAmong, valueAt } from "./place";
import styles from "./Passport.module.css";
import type { Change } from "./effect";
import { Ruler } from "./Ruler";
import { useEffectOf } from "./useEffectOf";

/** The passport of the value at a pointer, as a small ruler that opens; nothing for what has none. */
export function PassportMark({ pointer, small = false }: { pointer: string; small?: boolean }) {
  const t = useText();
  const locale = useLocale();
  const { plan } = useEditing();
  const nameOf = useNameOf();
  const about = /^\/(allocation|assumptions|income|people|withdrawal|tax)\//.test(pointer);
  const known = useQuery({ queryKey: ["passports"], queryFn: getPassports, staleTime: Infinity, enabled: about }).data;
  const passport = known && passportAt(known.passports, plan, pointer);
  if (!passport) return null;
  const found = valueAt(plan, pointer);
  const value = typeof found === "number" ? found : undefined;
  const say = figureOf(passport, locale);
  const standard = passport.default === undefined ? (passport.unit === "choice" ? t("plan.passport.of", { name: nameOf(passport) }) : t("plan.passport")) : passport.default === value ? t("plan.passport.isDefault") : t("plan.passport.default", { value: say(passport.default) });
  const ruler = passport.history && <Ruler percentiles={passport.history.percentiles} value={value ?? passport.stands} standard={passport.default} />;
  return (
    <Popover
      label={nameOf(passport)}
      align="start"
      trigger={
        <button type="button" className={styles.mark} aria-label={t("plan.passport.open", { name: nameOf(passport), standard })}>
          {ruler}
          {!(small && ruler) && <span className={styles.words}>{standard}</span>}
        </button>
      }
    >
      <Chosen passport={passport} all={known.passports} history={known.history} pointer={pointer} value={value} />
    </Popover>
  );
}

/** What a passport is of: a choice by the name that the interface has for it, everything else by its own. */
function useNameOf(): (passport: AssumptionPassport) => string {
  const loose = useLooseText();
  const locale = useLocale();
  return (passport) => {
    const key = nameKey(passport);
    return key === undefined ? passport.name[locale] : loose(key, undefined, passport.name[locale]);
  };
}

interface About {
  passport: AssumptionPassport;
  history: RecordedHistory;
  pointer: string;
  value: number | undefined;
}

/** The passport of what is chosen; where there are others to choose, theirs can be read too, one by one. */
function Chosen({ passport, all, ...about }: About & { all: readonly AssumptionPassport[] }) {
  const t = useText();
  const nameOf = useNameOf();
  const others = choicesBeside(all, passport);
  const [id, read] = useState(passport.id);
  const shown = others.find((one) => one.id === id) ?? passport;
  if (others.length < 2) return <Passport passport={passport} instead={[]} {...about} />;
  const instead = shown === passport ? others.filter((one) => one !== passport) : [shown];
  return (
    <Passport
      key={shown.id}
      passport={shown}
      instead={instead}
      usual={others.find((one) => one.usual)}
      {...about}
      choose={<Select label={t("plan.passport.read")} value={shown.id} options={others.map((one) => ({ value: one.id, label: one === passport ? t("plan.passport.chosen", { name: nameOf(one) }) : nameOf(one) }))} onChange={read} />}
    />
  );
}

interface Read extends About {
  /** What might be chosen instead. */
  instead: readonly AssumptionPassport[];
  /** What a new plan has chosen there. */
  usual?: AssumptionPassport | undefined;
  choose?: ReactNode;
}

function Passport({ passport, history, pointer, value, instead, usual, choose }: Read) {
  const t = useText();
  const nameOf = useNameOf();
  const { seesAll } = usePowers();
  const locale = useLocale();
  const say = figureOf(passport.stands === undefined ? passport : { ...passport, unit: "rate" }, locale);
  return (
    <div className={styles.passport}>
      {choose}
      <h2 className={styles.title}>{nameOf(passport)}</h2>
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
        {usual && (
          <>
            <dt>{t("plan.passport.standard")}</dt>
            <dd>{t("plan.passport.standardOf", { value: nameOf(usual), date: formatMonth(usual.date, locale) })}</dd>
          </>
        )}
        {passport.default === undefined && passport !== usual && (
          <>
            <dt>{t("plan.passport.as")}</dt>
            <dd>{formatMonth(passport.date, locale)}</dd>
          </>
        )}
      </dl>
      <p className={styles.source}>{passport.source[locale]}</p>
      {passport.history && (
        <section className={styles.part}>
          <h3>{t("plan.passport.past")}</h3>
          <Ruler percentiles={passport.history.percentiles} value={value ?? passport.stands} standard={passport.default} say={say} />
          <p>{recordWords(t, say, passport.history, passport.history.measure[locale], locale, history, value ?? passport.stands ?? passport.default)}</p>
          <p className={styles.source}>{history.name[locale]}</p>
        </section>
      )}
      {passport.unrecorded && (
        <section className={styles.part}>
          <h3>{t("plan.passport.past")}</h3>
          <p>{passport.unrecorded[locale]}</p>
        </section>
      )}
      {seesAll && <Wrong passport={passport} pointer={pointer} instead={instead} />}
    </div>
  );
}

/** Where a value stands, in a sentence. */
function recordWords(t: T, say: (value: number) => string, past: RecordedDistribution, measure: string, locale: Locale, history: RecordedHistory, value: number | undefined): string {
  if (value === undefined) return "";
  const n = Math.round(placeAmong(past.percentiles, value));
  const given = { measure, year: history.first.slice(0, 4), value: say(value), windows: formatCount(past.windows, locale) };
  if (n === 0) return t("plan.passport.lowest", given);
  if (n === 100) return t("plan.passport.highest", given);
  return t("plan.passport.place", { ...given, n: String(n) });
}

interface Way {
  name: string;
  words: string;
  patch: Patch;
}

/** How an assumption may be wrong: by its step, or by another choice. */
function useWays(passport: AssumptionPassport, pointer: string, instead: readonly AssumptionPassport[]): Way[] {
  const t = useText();
  const nameOf = useNameOf();
  const { plan } = useEditing();
  const ways: Way[] = [];
  const chosen = passport.choice === undefined || passport.unit !== "choice" || passport.choice === chosenAt(plan, passport.path);
  if (passport.step !== undefined && chosen) {
    const size = stepWords(passport, passport.step, t);
    const moves = movesOf(plan, pointer, passport.step, passport.default);
    for (const way of ["down", "up"] as const) {
      const patch = moves[way];
      if (patch) ways.push({ name: way, words: t(`plan.passport.${passport.unit === "choice" ? "lives." : ""}${way}`, { size }), patch });
    }
  }
  for (const other of instead) {
    const { choice, path } = other;
    const patch = choice === undefined ? undefined : insteadOf(plan, path, choice);
    if (choice !== undefined && patch) ways.push({ name: choice, words: t("plan.passport.instead", { name: nameOf(other) }), patch });
  }
  return ways;
}

/** What it would do to be wrong, found out while a person looks. */
function Wrong({ passport, pointer, instead }: { passport: AssumptionPassport; pointer: string; instead: readonly AssumptionPassport[] }) {
  const ways = useWays(passport, pointer, instead);
  return ways.length === 0 ? null : <Effects ways={ways} apart={instead.some(({ path }) => path === "/assumptions/returns/model")} />;
}

function Effects({ ways, apart }: { ways: readonly Way[]; /** Other futures are drawn under them. */ apart: boolean }) {
  const t = useText();
  const locale = useLocale();
  const { asked, paths, stop, again } = useEffectOf(Object.fromEntries(ways.map(({ name, patch }) => [name, patch])), apart);
  return (
    <section className={styles.part} aria-busy={asked.state === "asking"}>
      <h3>{t("plan.passport.wrong")}</h3>
      {asked.state === "known" && (
        <>
          <dl className={styles.ways}>
            {ways.map(({ name, words }) => (
              <div key={name}>
                <dt>{words}</dt>
                <dd>{asked.effect[name] !== undefined ? <Difference change={asked.effect[name]} /> : <small>{t("plan.passport.notHere")}</small>}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.source}>{t(apart ? "plan.passport.apart" : "plan.passport.same", { n: formatCount(paths, locale) })}</p>
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

/** A difference of success; one that luck explains says so. */
function Difference({ change }: { change: Change }) {
  const t = useText();
  if (change === null) return <>{t("plan.passport.none")}</>;
  const { value, low, high } = change;
  const luck = low <= 0 && high >= 0;
  return (
    <>
      <span className={luck ? undefined : value > 0 ? styles.up : styles.down}>{t("plan.passport.points", { points: formatPoints(value) })}</span>
      <small>{luck ? t("plan.passport.luck") : t("plan.passport.between", { low: formatPoints(low), high: formatPoints(high) })}</small>
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
  if (unit === "number") return (value) => String(Math.round(value * 10) / 10);
  return unit === "correlation" ? (value) => value.toFixed(2).replace("-", "−") : (value) => formatPercent(value, locale, 1);
}
