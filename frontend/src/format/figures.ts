// Amounts, rates and dates as they stand in a document's text: what a statement,
// a policy or a contract writes, in English and in Korean.
import { CodePoints, overlap, type Span } from "./codePoints";
import { minorDigits, parseMoney } from "./money";

/** Something in a text that a plan could use. */
export type Figure = { span: Span; text: string } & Reading;

/**
 * amount : decimal string in major units ("-1234.5"), with its currency where the text names it
 * rate   : a share (0.045 for "4.5 %")
 * month  : "YYYY-MM"; the day is left out, since plans count in months
 */
export type Reading = { kind: "amount"; amt: string; cur?: string } | { kind: "rate"; rate: number } | { kind: "month"; month: string };

/** Every amount, rate and date of a text, in its order. */
export function figuresIn(text: string): Figure[] {
  const points = new CodePoints(text);
  const found: Figure[] = [];
  for (const read of [monthsIn, ratesIn, amountsIn]) {
    for (const { at, matched, reading } of read(text)) {
      const figure = { span: points.span(at, matched), text: matched, ...reading };
      if (!found.some((other) => overlap(other.span, figure.span))) found.push(figure);
    }
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The one figure that a selected piece of text is, or null. Digits alone are an amount here. */
export function readFigure(selected: string): Reading | null {
  const figures = figuresIn(selected);
  if (figures.length === 1 && figures[0]) return figures[0];
  if (figures.length > 1) return null;
  const amt = parseMoney(selected);
  return amt === null ? null : { kind: "amount", amt };
}

/** By how much a figure of a page is multiplied: not at all where it names its own unit ("$3.2 billion", "5억"). */
export function scaleOf(page: string, figure: string): number {
  return /[조억만천백십]|thousand|million|billion|\d\s?(?:bn|[kmb])\b/i.test(figure) ? 1 : scaleIn(page);
}

/** By how much a page's table multiplies what it writes: "(단위: 천원)", "in thousands". */
function scaleIn(text: string): number {
  const korean = /단위\s?[:：]?\s?\(?(십억|백만|천만|억|만|천)\s?원/.exec(text)?.[1];
  if (korean) return { 천: 1e3, 만: 1e4, 백만: 1e6, 천만: 1e7, 억: 1e8, 십억: 1e9 }[korean] ?? 1;
  const english = /\bin (thousands|millions|billions)\b|[$₩€£]\s?(000s?)\b/i.exec(text);
  if (!english) return 1;
  return { millions: 1e6, billions: 1e9 }[english[1]?.toLowerCase() ?? ""] ?? 1e3;
}

interface Found {
  at: number;
  matched: string;
  reading: Reading;
}

// Western groups of three, apart by a comma, a thin or no-break space or an apostrophe.
const grouped = String.raw`\d{1,3}(?:[,\u00a0\u202f'’]\d{3})+(?:\.\d+)?`;
// The same with points, and a comma before the cents: unmistakable only with both, or twice.
const pointed = String.raw`\d{1,3}(?:\.\d{3})+,\d{2}|\d{1,3}(?:\.\d{3}){2,}`;
const digits = String.raw`(?:${pointed}|${grouped}|\d+(?:\.\d+)?)`;
// A dash belongs to the figure that it touches; the triangles of Korean accounts may stand apart.
const minus = String.raw`(?:[-−–]|[△▲]\s?)`;

// ---- dates

const year = String.raw`(?<y>(?:19|20|21)\d\d)`;
const names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const name = String.raw`(?<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`;
const day = String.raw`(?<d>\d{1,2})(?:st|nd|rd|th)?`;
const dates = [
  String.raw`(?<!\d)${year}\s?년\s?(?<m>\d{1,2})\s?월(?:\s?(?<d>\d{1,2})\s?일)?`,
  String.raw`(?<![\d.,/-])${year}(?<sep>[-/.])\s?(?<m>\d{1,2})\k<sep>\s?(?<d>\d{1,2})(?!\d)`,
  String.raw`(?<![\d.,/-])${year}-(?<m>\d\d)(?![\d-])`,
  String.raw`\b${name}\s+(?:${day},?\s+)?${year}(?!\d)`,
  String.raw`(?<!\d)${day}\s+${name},?\s+${year}(?!\d)`,
  String.raw`(?<![\d/])(?<a>\d{1,2})/(?<b>\d{1,2})/${year}(?![\d/])`,
];

function* monthsIn(text: string): Generator<Found> {
  for (const pattern of dates) {
    for (const m of text.matchAll(new RegExp(pattern, "giu"))) {
      const month = monthOf(m.groups ?? {});
      if (month) yield { at: m.index, matched: m[0], reading: { kind: "month", month } };
    }
  }
}

type Groups = Partial<Record<string, string>>;

function monthOf({ y = "", m, name, d = "1", a, b }: Groups): string | null {
  let [month, date] = [m ? Number(m) : names.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1, Number(d)];
  // 3/31/2026 begins with the month, unless only the second number can be one.
  if (a && b) [month, date] = Number(a) > 12 ? [Number(b), Number(a)] : [Number(a), Number(b)];
  if (month < 1 || month > 12 || date < 1 || date > 31) return null;
  return `${y}-${String(month).padStart(2, "0")}`;
}

// ---- rates

const rate = String.raw`(?<![\d.,])(?<open>\(\s?)?(?<sign>${minus})?(?<number>${digits})\s?(?:[%％]|퍼센트|per ?cent\b)(?<close>\s?\))?`;

function* ratesIn(text: string): Generator<Found> {
  for (const m of text.matchAll(new RegExp(rate, "giu"))) {
    const { open, sign, number = "", close } = m.groups ?? {};
    const negative = Boolean(sign) || Boolean(open && close);
    const share = Math.round(Number(plain(number)) * 1e6) / 1e8;
    if (Number.isFinite(share)) yield { at: m.index, matched: m[0], reading: { kind: "rate", rate: negative ? -share : share } };
  }
}

// ---- amounts

const marks: Record<string, string> = { US$: "USD", $: "USD", "₩": "KRW", "￦": "KRW", "€": "EUR", "£": "GBP", "¥": "JPY" };
const words: Record<string, string> = { 원: "KRW", won: "KRW", 달러: "USD", 불: "USD", dollar: "USD", dollars: "USD", 유로: "EUR", euro: "EUR", euros: "EUR", 엔: "JPY", 파운드: "GBP", 위안: "CNY" };
const codes = "USD|KRW|EUR|GBP|JPY|CNY|CHF|CAD|AUD|SGD|HKD";
const before = String.raw`(?<before>US\$|[$₩￦€£¥]|\b(?:${codes})(?=[\s\d]))`;
const after = String.raw`(?<after>원|달러|불(?![가-힣])|유로|엔(?![가-힣])|파운드|위안|won\b|dollars?\b|euros?\b|(?:${codes})\b)`;
const spoken = String.raw`(?:\s?[조억만천백십]+(?:\s?(?:${grouped}|\d+(?:\.\d+)?)(?=\s?[조억만천백십원])\s?[조억만천백십]*)*)`;
const western = String.raw`(?:\s?(?<scale>thousand|million|billion|bn|[kmb])\b)`;
const amount = String.raw`(?<![\p{L}\d.])(?<!\d,)(?<open>\(\s?)?(?<sign>${minus})?(?:${before}[ \u00a0]{0,4})?(?<inner>${minus})?(?<number>${digits})(?<spoken>${spoken})?${western}?(?:\s?${after})?(?<close>\s?\))?(?![\d\p{Script=Latin}])`;
// Things that are counted, not paid.
const counted = /^\s?(?:명|개(?!월)|건|회|대|주(?![가-힣])|평|㎡|m²|km|세대|페이지|쪽|점|번)/u;

function* amountsIn(text: string): Generator<Found> {
  for (const m of text.matchAll(new RegExp(amount, "giu"))) {
    const groups: Groups = m.groups ?? {};
    const end = m.index + m[0].length;
    const wholly = { before: text.slice(Math.max(0, m.index - 2), m.index), after: text.slice(end, end + 4) };
    if (!isAmount(groups, wholly)) continue;
    const amt = amountOf(groups);
    if (amt === null) continue;
    // A bracket that is not closed is no part of the figure.
    const [from, to] = groups["open"] && groups["close"] ? [0, m[0].length] : [(groups["open"] ?? "").length, m[0].length - (groups["close"] ?? "").length];
    const cur = currencyOf(groups);
    yield { at: m.index + from, matched: m[0].slice(from, to), reading: { kind: "amount", amt: rounded(amt, cur), ...(cur ? { cur } : {}) } };
  }
}

/** Whether a number is money: it says so, or is written as only money is. */
function isAmount({ number = "", spoken, before, after, scale }: Groups, around: { before: string; after: string }): boolean {
  if (before || after) return true;
  if (scale || counted.test(around.after)) return false;
  if (spoken) return /[조억만]/.test(spoken);
  if (/[,\u00a0\u202f'’]/.test(number) || /\.\d\d$/.test(number)) return true;
  // Digits alone are an amount where they fill the cell of a table, as spreadsheets write them, and are no year.
  const bare = /^[1-9]\d{3,12}$/.test(number) && !(number.length === 4 && /^(?:19|20|21)/.test(number));
  return bare && /(?:^|[\n,;|]| {2})$/.test(around.before) && /^(?:$|[\n,;|]| {2})/.test(around.after);
}

const powers: Record<string, number> = { thousand: 3, k: 3, million: 6, m: 6, billion: 9, bn: 9, b: 9 };

function amountOf({ number = "", spoken, scale, sign, inner, open, close }: Groups): string | null {
  const size = spoken ? parseMoney(plain(number) + spoken) : String(Number(plain(number)) * 10 ** (powers[scale?.toLowerCase() ?? ""] ?? 0));
  if (size === null || !Number.isFinite(Number(size))) return null;
  return sign || inner || (open && close) ? "-" + size : size;
}

function currencyOf({ before, after }: Groups): string | undefined {
  const said = before ?? after;
  if (!said) return undefined;
  return marks[said.toUpperCase()] ?? words[said.toLowerCase()] ?? said.toUpperCase();
}

function rounded(amt: string, cur: string | undefined): string {
  const scale = 10 ** (cur ? minorDigits(cur) : 2);
  const value = Math.round(Number(amt) * scale) / scale;
  return String(value === 0 ? 0 : value);
}

/** Digits as JavaScript reads them. */
function plain(number: string): string {
  const european = new RegExp(`^(?:${pointed})$`).test(number);
  return european ? number.replaceAll(".", "").replace(",", ".") : number.replaceAll(/[,\u00a0\u202f'’]/g, "");
}
