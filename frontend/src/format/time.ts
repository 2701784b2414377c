import { dateFormat } from "./made";
import type { Locale } from "./money";

/** "2026-04" as years and zero-based months, or null. */
export function parseMonth(month: string): { year: number; month: number } | null {
  const m = /^(\d{4})-(\d{2})$/.exec(month);
  if (!m) return null;
  const at = { year: Number(m[1]), month: Number(m[2]) - 1 };
  return at.month >= 0 && at.month < 12 ? at : null;
}

/** Months since year 0, for arithmetic; NaN for no month. */
export function monthIndex(month: string): number {
  const at = parseMonth(month);
  return at ? at.year * 12 + at.month : Number.NaN;
}

/** The inverse of monthIndex. */
export function monthAt(index: number): string {
  return String(Math.floor(index / 12)).padStart(4, "0") + "-" + String((index % 12) + 1).padStart(2, "0");
}

/** Whole months from one month to another. */
export function monthsBetween(from: string, to: string): number {
  return monthIndex(to) - monthIndex(from);
}

/** "2026-04" moved by so many months. */
export function addMonths(month: string, months: number): string {
  return monthAt(monthIndex(month) + months);
}

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Apr 2026", "2026년 4월". */
export function formatMonth(month: string, locale: Locale): string {
  const at = parseMonth(month);
  if (!at) return month;
  return locale === "ko" ? `${at.year}년 ${at.month + 1}월` : `${names[at.month]} ${at.year}`;
}

/** "2026-03-29" as "Sunday, March 29, 2026", "2026년 3월 29일 일요일". */
export function formatDay(day: string, locale: Locale): string {
  const at = new Date(day + "T12:00:00");
  if (Number.isNaN(at.getTime())) return day;
  return dateFormat(locale, { dateStyle: "full" }).format(at);
}

/** "2026-03-29" as "Mar 29, 2026", "2026년 3월 29일". */
export function formatDate(day: string, locale: Locale): string {
  const at = new Date(day + "T12:00:00");
  if (Number.isNaN(at.getTime())) return day;
  return dateFormat(locale, { dateStyle: locale === "ko" ? "long" : "medium" }).format(at);
}

/** The time on the reader's clock: "2:05 PM", "오후 2:05". */
export function formatClock(at: Date, locale: Locale): string {
  return dateFormat(locale, { timeStyle: "short" }).format(at);
}

/** A moment on the reader's clock: "Nov 28, 2026, 2:05 PM", "2026년 11월 28일 오후 2:05". */
export function formatMoment(at: Date, locale: Locale): string {
  return dateFormat(locale, { dateStyle: locale === "ko" ? "long" : "medium", timeStyle: "short" }).format(at);
}

/** "2041", "2041년". */
export function formatYear(year: number, locale: Locale): string {
  return locale === "ko" ? `${year}년` : String(year);
}

/** "age 57", "57세". */
export function formatAge(years: number, locale: Locale): string {
  return locale === "ko" ? `${Math.floor(years)}세` : `age ${Math.floor(years)}`;
}

/** Whole years of age in a month, of someone born in a month. */
export function ageIn(month: string, birth: string): number {
  return Math.floor(monthsBetween(birth, month) / 12);
}

/** 30 → "2 years 6 months", "2년 6개월". */
export function formatDuration(months: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(months));
  const y = Math.floor(whole / 12);
  const m = whole % 12;
  if (locale === "ko") return [y && `${y}년`, (m || !y) && `${m}개월`].filter(Boolean).join(" ");
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  return [y && count(y, "year"), (m || !y) && count(m, "month")].filter(Boolean).join(" ");
}

/** How long something took: "0.6 s", "45 ms", "45밀리초" stays "45 ms" in both. */
export function formatElapsed(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
