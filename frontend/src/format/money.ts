// Amounts as people write them. Nothing else in the program formats money.
import { numberFormat } from "./made";

export type Locale = "en" | "ko";

/**
 * full  : every unit that is there ("$4,500", "4억 5,000만원", "$12.50")
 * round : what is worth saying, three digits ("$6,480", "$1.24M", "4억 5,200만원", "375만원")
 * axis  : as short as can be ("$1.2M", "$500K", "4.5억", "500만")
 */
export type MoneyStyle = "full" | "round" | "axis";

export interface MoneyOptions {
  locale: Locale;
  currency: string;
  style?: MoneyStyle;
  /** Writes + before a gain. */
  signed?: boolean;
}

const exponents: Record<string, number> = { KRW: 0, JPY: 0, VND: 0, CLP: 0, ISK: 0, KWD: 3, BHD: 3, JOD: 3, OMR: 3, TND: 3 };

/** Digits after the point in ISO 4217: 0 for KRW, 2 for USD. */
export function minorDigits(currency: string): number {
  return exponents[currency] ?? 2;
}

/** The amount in words and digits; value in major units (won, dollars). */
export function formatMoney(value: number, options: MoneyOptions): string {
  if (!Number.isFinite(value)) return "–";
  const style = options.style ?? "full";
  const shown = style === "full" ? toMinor(value, options.currency) : toDigits(value, style === "axis" ? 3 : 3);
  const size = Math.abs(shown);
  const sign = shown < 0 ? "−" : options.signed && shown > 0 ? "+" : "";
  const body = options.locale === "ko" ? korean(size, options.currency, style) : english(size, options.currency, style);
  return sign + body;
}

/** A share of something in percent, to two digits: "4.2%", "130%", "0.031%". */
export function formatShare(percent: number, signed = false): string {
  if (!Number.isFinite(percent)) return "–";
  const size = Number(Math.abs(percent).toPrecision(2));
  const digits = size === 0 ? 0 : Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(size))));
  return (percent < 0 && size > 0 ? "−" : signed && size > 0 ? "+" : "") + size.toFixed(digits).replace(/\.0+$/, "") + "%";
}

function toMinor(value: number, currency: string): number {
  const scale = 10 ** minorDigits(currency);
  return Math.round(value * scale) / scale;
}

/** Rounds to so many leading digits; below 1000 to whole units. */
function toDigits(value: number, digits: number): number {
  if (value === 0) return 0;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return Math.round(value / step) * step;
}

function english(size: number, currency: string, style: MoneyStyle): string {
  const base: Intl.NumberFormatOptions = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const brief = style === "axis" ? size >= 1000 : style === "round" && size >= 1_000_000;
  if (brief) {
    return numberFormat("en", { ...base, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: style === "axis" ? 1 : 2 }).format(size);
  }
  const digits = Number.isInteger(size) ? 0 : minorDigits(currency);
  return numberFormat("en", { ...base, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(size);
}

const unitNames: Record<string, string> = { KRW: "원", USD: "달러", EUR: "유로", JPY: "엔", GBP: "파운드", CNY: "위안" };

function korean(size: number, currency: string, style: MoneyStyle): string {
  const unit = unitNames[currency];
  if (!unit) {
    const digits = Number.isInteger(size) ? 0 : minorDigits(currency);
    return numberFormat("ko", { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(size);
  }
  if (style === "axis") return shortMyriads(size);
  const gap = currency === "KRW" ? "" : " ";
  return myriads(size, minorDigits(currency)) + gap + unit;
}

const groups: [number, string][] = [
  [1e12, "조"],
  [1e8, "억"],
  [1e4, "만"],
];

/** 452300000 → "4억 5,230만"; 12345678 → "1,234만 5,678"; 9800 → "9,800". */
export function myriads(size: number, minor = 0): string {
  const plain = numberFormat("ko", { maximumFractionDigits: 0 });
  const parts: string[] = [];
  let rest = size;
  for (const [scale, name] of groups) {
    const count = Math.floor(rest / scale + 1e-9);
    if (count > 0) parts.push(plain.format(count) + name);
    rest = Math.max(0, rest - count * scale);
  }
  const fraction = Math.abs(rest - Math.round(rest)) > 1e-6;
  const digits = fraction ? minor : 0;
  if (rest >= (fraction ? 10 ** -minor / 2 : 0.5)) {
    parts.push(numberFormat("ko", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(rest));
  }
  return parts.length === 0 ? "0" : parts.join(" ");
}

/** 450000000 → "4.5억"; 25000000 → "2,500만". */
function shortMyriads(size: number): string {
  for (const [scale, name] of groups) {
    if (size >= scale * 0.9999) return numberFormat("ko", { maximumFractionDigits: size / scale < 100 ? 1 : 0 }).format(size / scale) + name;
  }
  return numberFormat("ko", { maximumFractionDigits: 0 }).format(size);
}

/** "4억 5천만", "375만", "1,234.5", "$4.5M", "₩300k" → "450000000" …; null when it is no amount. */
export function parseMoney(typed: string): string | null {
  const clean = typed.replaceAll(/[\s,₩$€£¥원달러유로엔+]/g, "").replace("−", "-");
  if (/^-?\d+(\.\d+)?$/.test(clean)) return tidy(clean);
  const western = /^(-?\d+(?:\.\d+)?)([kKmMbB])$/.exec(clean);
  if (western) return scaled(western[1] ?? "0", { k: 3, m: 6, b: 9 }[(western[2] ?? "k").toLowerCase()] ?? 0);
  return parseMyriads(clean);
}

const small: Record<string, number> = { 천: 3, 백: 2, 십: 1 };
const large: Record<string, number> = { 조: 12, 억: 8, 만: 4 };

function parseMyriads(clean: string): string | null {
  const negative = clean.startsWith("-");
  let rest = negative ? clean.slice(1) : clean;
  if (!/^[\d.조억만천백십]+$/.test(rest) || !/[조억만천백십]/.test(rest)) return null;
  let total = 0;
  let group = 0;
  let spoken = false;
  while (rest) {
    const m = /^(\d+(?:\.\d+)?)?([조억만천백십])?/.exec(rest);
    if (!m || m[0] === "") return null;
    const count = m[1] === undefined ? 1 : Number(m[1]);
    const unit = m[2];
    spoken = unit !== undefined && unit in small;
    if (unit && unit in large) {
      total += (group + (m[1] === undefined ? (group === 0 ? 1 : 0) : count)) * 10 ** (large[unit] ?? 0);
      group = 0;
    } else group += count * 10 ** (unit ? (small[unit] ?? 0) : 0);
    rest = rest.slice(m[0].length);
  }
  // "4억 5천" is how people say 4억 5천만.
  if (total >= 1e8 && spoken) group *= 1e4;
  return (negative ? "-" : "") + String(Math.round((total + group) * 100) / 100);
}

function scaled(digits: string, zeros: number): string {
  return String(Math.round(Number(digits) * 10 ** zeros * 100) / 100);
}

function tidy(digits: string): string {
  return digits.replace(/^(-?)0+(?=\d)/, "$1");
}

/** Digits with separators for a text field, keeping what is being typed after the point. */
export function groupDigits(digits: string): string {
  const m = /^(-?)(\d*)(\.\d*)?$/.exec(digits);
  if (!m) return digits;
  return (m[1] ?? "") + (m[2] ?? "").replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",") + (m[3] ?? "");
}

/** The symbol or word beside a field: "$", "₩"; in Korean "원", "달러". */
export function currencyMark(currency: string, locale: Locale): string {
  if (locale === "ko") return unitNames[currency] ?? currency;
  const parts = numberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0);
  return parts.find((p) => p.type === "currency")?.value ?? currency;
}

const plainNames: Record<string, string> = { USD: "dollars", KRW: "won" };

/** What amounts are counted in: "dollars", "Swiss francs"; in Korean "달러", "스위스 프랑". */
export function currencyName(currency: string, locale: Locale): string {
  const known = (locale === "ko" ? unitNames : plainNames)[currency];
  if (known) return known;
  const parts = numberFormat(locale, { style: "currency", currency, currencyDisplay: "name" }).formatToParts(2);
  return parts.find((p) => p.type === "currency")?.value ?? currency;
}

/** Stands for an amount that is not shown. */
export const hidden = "•••";

/**
 * A false amount of the same shape: everything is so many times as much as it is, so that sums, orders and
 * charts stay what they were. Not a secret, only a veil.
 */
export function scramble(value: number, times: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const size = Math.abs(value) * times;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(size)) - 3);
  return Math.sign(value) * Math.max(1, Math.round(size / step) * step);
}

/** How many times as much, for somebody's draw from [0, 1): never about as much as it is. */
export function veil(draw: number): number {
  return draw < 0.5 ? 0.37 + draw * 0.7 : 1.41 + (draw - 0.5) * 2.2;
}
