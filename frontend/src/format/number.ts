import { numberFormat } from "./made";
import type { Locale } from "./money";

/** 0.798 → "79.8 %" as "79.8%"; digits after the point. */
export function formatPercent(share: number, locale: Locale, digits = 0): string {
  if (!Number.isFinite(share)) return "–";
  return numberFormat(locale, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share).replace("-", "−");
}

/** A difference of shares in percentage points, signed: "+13.9", "−2.0", "0.0". */
export function formatPoints(delta: number, digits = 1): string {
  if (!Number.isFinite(delta)) return "–";
  const points = (Math.abs(delta) * 100).toFixed(digits);
  if (Number(points) === 0) return points;
  return (delta < 0 ? "−" : "+") + points;
}

/** 10000 → "10,000". */
export function formatCount(count: number, locale: Locale): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A rate as people type it: 0.025 → "2.5". */
export function percentDigits(rate: number): string {
  return String(Math.round(rate * 1e6) / 1e4);
}

/** A plain number with so many digits after the point: "1,234.50". */
export function formatDecimal(value: number, locale: Locale, digits: number): string {
  if (!Number.isFinite(value)) return "–";
  return numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "−");
}

const sizes = ["B", "KB", "MB", "GB"];

/** The size of a file as systems tell it: "12 KB", "3.4 MB". */
export function formatSize(bytes: number): string {
  const step = Math.min(sizes.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
  const size = bytes / 1000 ** step;
  return `${size < 10 && step > 0 ? size.toFixed(1) : Math.round(size)} ${sizes[step]}`;
}
