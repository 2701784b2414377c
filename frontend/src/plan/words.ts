// Moments, stretches, growth and owners in words, for lists and summaries.

import { formatPercent, percentDigits } from "../format/number";
import { formatDuration, formatMonth, monthAt } from "../format/time";
import type { Locale } from "../i18n/messages";
import type { T } from "../i18n/text";
import type { Growth, Owner, Span } from "../api/types";
import type { GoalWhen, MilestoneWhen, Plan } from "./document";
import { living } from "./order";
import { ageIn, endingOf, isSpan, momentOf, resolve } from "./when";

export interface Words {
  plan: Plan;
  t: T;
  locale: Locale;
}

/** The name of any record, or the word for one without a name. */
export function nameOf({ t }: Pick<Words, "t">, record: { name?: string } | undefined): string {
  return record?.name || t("plan.unnamed");
}

export function personName(words: Words, id: string | undefined): string {
  return nameOf(words, words.plan.people[id ?? ""]);
}

export function momentWords(words: Words, ref: MilestoneWhen | undefined): string {
  const { plan, t, locale } = words;
  switch (ref?.at) {
    case "now":
      return t("plan.moment.now");
    case "end":
      return t("plan.moment.end");
    case "month":
      return formatMonth(ref.month ?? "", locale);
    case "age":
      return t("plan.moment.age", { name: personName(words, ref.person), age: ageWords(words, ref) });
    case "milestone":
      return offsetWords(words, nameOf(words, plan.milestones?.[ref.ref ?? ""]), ref.offsetMonths ?? 0);
    default:
      return t("plan.moment.condition");
  }
}

/** An age of a reference: "age 59 and 6 months". */
export function ageWords({ t }: Pick<Words, "t">, ref: MilestoneWhen): string {
  const months = ref.months ?? 0;
  const years = ref.years ?? 0;
  return months === 0 ? t("plan.age.years", { years }) : t("plan.age.both", { years, months });
}

function offsetWords({ t, locale }: Words, name: string, months: number): string {
  if (months === 0) return t("plan.moment.milestone", { name });
  const span = formatDuration(Math.abs(months), locale);
  return months > 0 ? t("plan.moment.after", { span, name }) : t("plan.moment.before", { span, name });
}

export function spanWords(words: Words, span: Span | undefined): string {
  const { t, locale } = words;
  if (!span) return t("plan.span.always");
  const start = momentWords(words, span.start ?? { at: "now" });
  const length = formatDuration(span.months ?? 0, locale);
  switch (endingOf(span)) {
    case "horizon":
      return span.start === undefined || span.start.at === "now" ? t("plan.span.always") : t("plan.span.from", { start });
    case "months":
      return t("plan.span.for", { start, length });
    case "backwards":
      return t("plan.span.before", { length, end: momentWords(words, span.end ?? { at: "end" }) });
    case "end": {
      const end = momentWords(words, span.end);
      return span.start === undefined || span.start.at === "now" ? t("plan.span.until", { end }) : t("plan.span.both", { start, end });
    }
  }
}

export function goalWords(words: Words, when: GoalWhen): string {
  return isSpan(when) ? spanWords(words, when) : momentWords(words, momentOf(when));
}

export function growthWords({ t }: Pick<Words, "t">, growth: Growth | undefined): string {
  const rate = growth?.rate ?? 0;
  const size = percentDigits(Math.abs(rate)) + "%";
  switch (growth?.kind) {
    case undefined:
      return t("plan.growth.none.brief");
    case "inflationPlus":
      if (rate === 0) return t("plan.growth.inflation.brief");
      return t(rate > 0 ? "plan.growth.faster.brief" : "plan.growth.slower.brief", { rate: size });
    case "rate":
      return t("plan.growth.rate.brief", { rate: rate < 0 ? "−" + size : size });
    case "index":
      return t("plan.growth.index.brief", { name: indexName({ t }, growth.index ?? "") });
    case "inflation":
    case "wage":
    case "flat":
      return t(`plan.growth.${growth.kind}.brief`);
  }
}

const KNOWN_INDICES = ["health", "education", "rent", "care"] as const;

/** A price index by its name; the known ones in the reader's language. */
export function indexName({ t }: Pick<Words, "t">, index: string): string {
  const known = KNOWN_INDICES.find((name) => name === index);
  return known ? t(`plan.index.${known}`) : index;
}

const ACCOUNT_KINDS = [
  "us.checking", "us.savings", "us.brokerage", "us.401k", "us.403b", "us.roth401k", "us.ira", "us.rothIra", "us.hsa", "us.hsaFamily", "us.529",
  "kr.deposit", "kr.brokerage", "kr.dc", "kr.irp", "kr.pensionSavings", "kr.isa",
] as const;

/** What the law calls an account; one that has no name here by its code. */
export function accountKindName(t: T, kind: string): string {
  const known = ACCOUNT_KINDS.find((one) => one === kind);
  return known ? t(`plan.accountKind.${known}`) : kind;
}

export function ownerWords(words: Words, owner: Owner | undefined): string {
  if (owner === undefined || owner === "joint") return words.t("plan.owner.joint");
  if (typeof owner === "string") return personName(words, owner);
  return Object.entries(owner)
    .map(([id, share]) => `${personName(words, id)} ${formatPercent(share, words.locale)}`)
    .join(" · ");
}

/** Names in a row: "Alex and Jordan", "민준·서연". */
export function namesWords({ locale }: Pick<Words, "locale">, names: readonly string[]): string {
  return locale === "ko" ? names.join("·") : new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}

/** The calendar month a reference comes to, with the ages of the grown-ups then; "" when nobody knows. */
export function resolvedWords(words: Words, ref: MilestoneWhen | undefined): string {
  const month = resolve(words.plan, ref);
  if (month === null) return "";
  const ages = living(words.plan.people)
    .filter(([, person]) => !person.dependant)
    .map(([id]) => ({ name: personName(words, id), age: ageIn(words.plan, id, month) }))
    .filter((entry) => entry.age !== null)
    .map(({ name, age }) => words.t("plan.moment.age", { name, age: words.t("plan.age.years", { years: Math.floor((age ?? 0) / 12) }) }));
  return [formatMonth(monthAt(month), words.locale), ...ages].join(" · ");
}
