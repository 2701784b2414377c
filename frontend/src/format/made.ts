// The platform's own formatters. Making one takes longer than a hundred uses of it, so each is made once.
import type { Locale } from "./money";

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, locale, options, (tag) => new Intl.NumberFormat(tag, options));
}

/** In the time zone that the page was opened in. */
export function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, locale, options, (tag) => new Intl.DateTimeFormat(tag, options));
}

function kept<F>(formats: Map<string, F>, locale: Locale, options: object, make: (tag: string) => F): F {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = make(locale === "ko" ? "ko-KR" : "en-US");
  formats.set(key, made);
  return made;
}
