import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { getCourse } from "../api/track";
import type { Course as CourseData, Standing, TrackState } from "../api/types";
import { Course, type CoursePoint } from "../chart/Course";
import { addMonths, formatDate, formatMonth } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { Skeleton } from "../ui/Card";
import { Field } from "../ui/Field";
import { Select } from "../ui/Inputs";
import { Money, useMoneyText, useMoneyUnit } from "../ui/Money";
import { placeOf, shownMonths } from "./reality";
import styles from "./track.module.css";

/** One snapshot's fan with what came since; the oldest that can tell is shown first. */
export function CourseView({ track }: { track: TrackState }) {
  const t = useText();
  const locale = useLocale();
  const { id } = usePlanSession().state;
  const [chosen, setChosen] = useState(track.reality?.snapshot ?? track.snapshots.at(-1)?.id ?? "");
  const shown = track.snapshots.some((s) => s.id === chosen) ? chosen : (track.snapshots.at(-1)?.id ?? "");
  const { data } = useQuery({ queryKey: ["course", id, shown, track.checkIns.map((c) => c.id).join()], queryFn: () => getCourse(id, shown) });
  return (
    <section className={styles.part}>
      <div className={styles.chooser}>
        <Field label={t("track.course.choose")}>
          <Select value={shown} onChange={setChosen} options={track.snapshots.toReversed().map((s) => ({ value: s.id, label: formatDate(s.made.slice(0, 10), locale) }))} />
        </Field>
      </div>
      {data ? <Drawn course={data} /> : <Skeleton height={440} />}
    </section>
  );
}

function Drawn({ course }: { course: CourseData }) {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  const { snapshot, fan } = course;
  const currency = snapshot.currency;
  const points = useMemo<CoursePoint[]>(
    () =>
      course.points.map((p) => {
        const value = Number(p.netWorth.amt);
        const worth = money(value, { currency });
        const day = formatDate(p.day, locale);
        const n = p.standing && rankOf(p.standing, t);
        return { at: placeOf(p.day, snapshot.start), value, rank: p.standing?.percentile, say: n ? t("track.course.point", { day, worth, n }) : t("track.course.point.past", { day, worth }) };
      }),
    [course, money, currency, locale, t, snapshot.start],
  );
  const months = shownMonths(points.map((p) => p.at), snapshot.months);
  const lines = useMemo(() => fan.nominal.map((line) => line.slice(0, months)), [fan, months]);
  const every = months > 40 ? 12 : 6;
  const tick = (m: number) => {
    const month = addMonths(snapshot.start, m);
    return (Number(month.slice(5)) - 1) % every === 0 ? formatMonth(month, locale) : "";
  };
  const known = course.points.filter((p) => p.standing);
  return (
    <Course
      title={t("track.course", { unit })}
      lines={lines}
      points={points}
      tick={tick}
      short={(v) => money(v, { style: "axis", currency })}
      words={{ rank: t("track.course.rank"), cursor: t("track.course.cursor"), asTable: t("chart.asTable"), asChart: t("chart.asChart") }}
      summary={known.length > 0 ? t("track.course.summary", { n: known.length, above: known.filter((p) => (p.standing?.percentile ?? 0) > 50).length }) : t("track.course.none")}
      table={<CourseTable course={course} />}
    />
  );
}

function rankOf(s: Standing, t: ReturnType<typeof useText>): string {
  const n = Math.round(s.percentile);
  return s.beyond ? t(s.beyond === "below" ? "track.course.below" : "track.course.above", { n }) : String(n);
}

function CourseTable({ course }: { course: CourseData }) {
  const t = useText();
  const locale = useLocale();
  const currency = course.snapshot.currency;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("track.course.worth")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("track.course.day")}</th>
            <th scope="col" className={styles.number}>{t("track.course.worth")}</th>
            <th scope="col" className={styles.number}>{t("track.course.middle")}</th>
            <th scope="col" className={styles.number}>{t("track.course.standing")}</th>
          </tr>
        </thead>
        <tbody>
          {course.points.map((p) => (
            <tr key={p.day}>
              <th scope="row">{formatDate(p.day, locale)}</th>
              <td className={styles.number}><Money value={p.netWorth.amt} currency={currency} /></td>
              <td className={styles.number}>{p.standing ? <Money value={p.standing.median} currency={currency} style="round" /> : "–"}</td>
              <td className={styles.number}>{p.standing ? rankOf(p.standing, t) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
