// Five answers and the plan that follows from them. Guesses stand in for what
// has not been asked yet, so that there is a picture from the second question on.
import type { Patch } from "../../api/plans";
import type { Plan } from "../../api/types";
import { minorDigits } from "../../format/money";
import type { T } from "../../i18n/text";

export type Region = "us" | "kr" | "other";

/** How the engine counts tax in a first plan: not at all, by one rate, or by bands to begin from. */
export type FirstTax = "none" | "flat" | "bands";

export interface Person {
  name: string;
  birth: string;
  /** Gross, per month. */
  pay: string;
  /** Public pension per month, at the region's age; null: guessed from the pay. */
  state: string | null;
}

/** Amounts are decimal strings in major units. */
export interface Answers {
  region: Region;
  currency: string;
  tax: FirstTax;
  me: Person;
  partner: Person | null;
  keep: string;
  total: string;
  /** Shares of the total; the rest is invested. */
  cashShare: number;
  pensionShare: number;
  /** Per month; null: what is left of the pay after tax and what is kept. */
  now: string | null;
  /** Per month when work is over; null: four fifths of now. */
  later: string | null;
  age: number;
}

const flatTax = 0.15;
const laterShare = 0.8;
const stateShare = 0.28;
const essentialShare = 0.75;

interface Local {
  currency: Currency;
  /** From when pension accounts open, and the public pension is paid. */
  access: number;
  state: number;
}

const locals: Record<Region, Local> = {
  us: { currency: "USD", access: 60, state: 67 },
  kr: { currency: "KRW", access: 55, state: 65 },
  other: { currency: "EUR", access: 60, state: 67 },
};

/** What an ordinary household has in its own money, so that no field begins absurdly. */
interface Usual {
  pay: string;
  keep: string;
  total: string;
  /** The most that a public pension pays a month. */
  cap: number;
}

const usual = {
  EUR: { pay: "4500", keep: "600", total: "80000", cap: 2500 },
  GBP: { pay: "3500", keep: "500", total: "60000", cap: 1000 },
  JPY: { pay: "450000", keep: "80000", total: "9000000", cap: 230000 },
  CAD: { pay: "6500", keep: "900", total: "120000", cap: 2000 },
  AUD: { pay: "8000", keep: "1200", total: "150000", cap: 2400 },
  CHF: { pay: "7500", keep: "1200", total: "150000", cap: 2450 },
  SGD: { pay: "6500", keep: "1500", total: "150000", cap: 2000 },
  USD: { pay: "7000", keep: "1500", total: "150000", cap: 3800 },
  KRW: { pay: "4500000", keep: "800000", total: "90000000", cap: 2000000 },
} satisfies Record<string, Usual>;

export type Currency = keyof typeof usual;

/** The currencies that a first plan can be in. */
export const currencies = Object.keys(usual) as Currency[];

const usualIn = (currency: string): Usual => usual[currencies.find((c) => c === currency) ?? "EUR"];

/** What stands in the fields before anything is answered. */
export function firstAnswers(region: Region, year: number): Answers {
  const { currency } = locals[region];
  const { pay, keep, total } = usual[currency];
  return {
    region,
    currency,
    tax: "flat",
    me: { name: "", birth: `${year - 39}-06`, pay, state: null },
    partner: null,
    keep,
    total,
    cashShare: 0.25,
    pensionShare: 0.35,
    now: null,
    later: null,
    age: 62,
  };
}

/** Another region brings its currency and its usual amounts; names and births stay. */
export function inRegion(answers: Answers, region: Region, year: number): Answers {
  const fresh = firstAnswers(region, year);
  const partner = answers.partner && { ...answers.partner, pay: fresh.me.pay, state: null };
  return { ...fresh, age: answers.age, tax: answers.tax, me: { ...fresh.me, name: answers.me.name, birth: answers.me.birth }, partner };
}

/** Amounts mean nothing in another money: they begin anew. */
export function inCurrency(answers: Answers, currency: Currency): Answers {
  const { pay, keep, total } = usual[currency];
  const paid = (p: Person): Person => ({ ...p, pay, state: null });
  return { ...answers, currency, me: paid(answers.me), partner: answers.partner && paid(answers.partner), keep, total, now: null, later: null };
}

export function firstPartner(answers: Answers): Person {
  return { name: "", birth: answers.me.birth, pay: usualIn(answers.currency).pay, state: null };
}

const people = (a: Answers) => [a.me, ...(a.partner ? [a.partner] : [])];

/** Three leading digits are what a guess is worth. */
function guess(value: number, currency: string): string {
  if (value <= 0) return "0";
  const step = 10 ** Math.max(-minorDigits(currency), Math.floor(Math.log10(value)) - 1);
  return String(Number((Math.round(value / step) * step).toFixed(minorDigits(currency))));
}

/** Roughly what tax takes, until the engine counts it. */
const taxShare = (a: Pick<Answers, "tax">) => (a.tax === "none" ? 0 : flatTax);

/** Spending now, as answered or as what is left of the pay. */
export function spendingNow(a: Answers): string {
  if (a.now !== null) return a.now;
  const pay = people(a).reduce((sum, p) => sum + Number(p.pay), 0);
  return guess(Math.max(pay * (1 - taxShare(a)) - Number(a.keep), pay * 0.2), a.currency);
}

export function spendingLater(a: Answers): string {
  return a.later ?? guess(Number(spendingNow(a)) * laterShare, a.currency);
}

export function statePension(a: Answers, person: Person): string {
  return person.state ?? guess(Math.min(Number(person.pay) * stateShare, usualIn(a.currency).cap), a.currency);
}

export function stateAge(a: Answers): number {
  return locals[a.region].state;
}

/** The youngest age that makes sense to stop at: one's own today. */
export function youngest(a: Answers, year: number): number {
  return Math.min(75, Math.max(35, year - Number(a.me.birth.slice(0, 4)) + 1));
}

/** The whole merge patch that makes a blank plan the household of these answers. */
export function planOf(a: Answers, start: string, locale: "en" | "ko", t: T): Patch {
  const me = a.me.name.trim() || t("welcome.name.default");
  const partner = a.partner ? a.partner.name.trim() || t("welcome.partner.default") : null;
  return {
    name: partner ? t("welcome.made.plan.two", { name: me, partner }) : t("welcome.made.plan", { name: me }),
    currency: a.currency,
    region: a.region === "other" ? null : a.region.toUpperCase(),
    locale: locale === "ko" ? "ko-KR" : "en-US",
    people: {
      me: person("a0", me, a.me),
      partner: a.partner && partner ? person("a1", partner, a.partner) : null,
    },
    milestones: { free: { sort: "a0", name: t("welcome.made.milestone"), icon: "sun", when: { at: "age", person: "me", years: a.age } } },
    income: {
      ...incomeOf("me", "a", me, a.me, a, t),
      ...(a.partner && partner ? incomeOf("partner", "b", partner, a.partner, a, t) : { "partner-pay": null, "partner-state": null }),
    },
    spending: {
      essential: spending("a0", t("welcome.made.essential"), "essential", essentialShare, a),
      flexible: spending("a1", t("welcome.made.flexible"), "flexible", 1 - essentialShare, a),
    },
    accounts: accountsOf(a, start, t),
    saving: { surplus: { sort: "z0", name: t("welcome.made.surplus"), to: "cash", from: "surplus", amount: { rest: true }, bufferMonths: 6, then: "taxable", enabled: true } },
    tax: taxOf(a),
  };
}

const firstBands = [0.1, 0.2, 0.3] as const;

/** Where the second and third band of a first plan begin, per year: half of a usual pay, and twice that pay. */
export function bandStarts(a: Pick<Answers, "currency">): [second: string, third: string] {
  const year = Number(usualIn(a.currency).pay) * 12;
  return [guess(year / 2, a.currency), guess(year * 2, a.currency)];
}

function taxOf(a: Answers): Patch {
  if (a.tax === "none") return { regime: "none", params: null };
  const params = { gains: flatTax, dividends: flatTax, interest: flatTax };
  if (a.tax === "flat") return { regime: "flat", params: { ...params, income: flatTax, pension: flatTax, bands: null } };
  const starts = ["0", ...bandStarts(a)];
  const bands = firstBands.map((rate, i) => ({ from: { amt: starts[i], cur: a.currency, per: "year", basis: "today" }, rate }));
  return { regime: "bands", params: { ...params, bands, income: null, pension: null } };
}

/** The answers that a plan was left with half way: what was not kept is guessed from the rest. */
export function answersOf(plan: Plan, year: number): Answers {
  const region: Region = plan.region === "US" ? "us" : plan.region === "KR" ? "kr" : "other";
  const fresh = { ...firstAnswers(region, year), currency: plan.currency };
  const amount = (amt: string | undefined, otherwise: string) => amt ?? otherwise;
  const who = (id: "me" | "partner"): Person | null => {
    const person = plan.people[id];
    if (!person) return null;
    return { name: person.name ?? "", birth: person.birth, pay: amount(plan.income?.[id + "-pay"]?.amount.amt, usualIn(plan.currency).pay), state: amount(plan.income?.[id + "-state"]?.amount.amt, "0") };
  };
  const spendings = Object.values(plan.spending ?? {});
  const sum = (amounts: (string | undefined)[]) => String(amounts.reduce((total, amt) => total + Number(amt ?? 0), 0));
  const balance = (id: string) => Number(plan.accounts?.[id]?.balance.amt ?? 0);
  const total = balance("cash") + balance("invested") + balance("pension");
  const tax = (["none", "flat", "bands"] as const).find((t) => t === plan.tax.regime) ?? "flat";
  const me = who("me") ?? fresh.me;
  const partner = who("partner");
  const free = plan.milestones?.["free"]?.when;
  const now = sum(spendings.map((s) => s.amount.amt));
  const pay = Number(me.pay) + Number(partner?.pay ?? 0);
  return {
    ...fresh,
    tax,
    me,
    partner,
    total: String(total),
    ...(total > 0 ? { cashShare: balance("cash") / total, pensionShare: balance("pension") / total } : {}),
    now,
    later: sum(spendings.map((s) => s.steps?.[0]?.set?.amt ?? s.amount.amt)),
    keep: guess(pay * (1 - taxShare({ tax })) - Number(now), plan.currency),
    age: free && "years" in free ? (free.years ?? fresh.age) : fresh.age,
  };
}

function person(sort: string, name: string, p: Person): Patch {
  return { sort, name, birth: p.birth, horizon: { age: 95 }, work: { stop: { at: "milestone", ref: "free" } } };
}

function incomeOf(id: string, sort: string, name: string, p: Person, a: Answers, t: T): Patch {
  const money = (amt: string) => ({ amt, cur: a.currency, per: "month", basis: "today" });
  const state = statePension(a, p);
  return {
    [id + "-pay"]: {
      sort: sort + "0",
      name: t("welcome.made.pay", { name }),
      person: id,
      kind: "wage",
      amount: money(p.pay),
      gross: true,
      span: { start: { at: "now" }, end: { at: "milestone", ref: "free" } },
      growth: { kind: "inflationPlus", rate: 0.005 },
    },
    [id + "-state"]:
      Number(state) > 0
        ? {
            sort: sort + "1",
            name: t("welcome.made.state", { name }),
            person: id,
            kind: "publicPension",
            amount: money(state),
            gross: true,
            span: { start: { at: "age", person: id, years: stateAge(a) } },
            growth: { kind: "inflation" },
            survivorShare: 0.5,
          }
        : null,
  };
}

function spending(sort: string, name: string, tier: "essential" | "flexible", share: number, a: Answers): Patch {
  const money = (total: string) => ({ amt: part(total, share, a.currency), cur: a.currency, per: "month", basis: "today" });
  return {
    sort,
    name,
    group: tier === "essential" ? "house" : "other",
    tier,
    amount: money(spendingNow(a)),
    span: { start: { at: "now" } },
    growth: { kind: "inflation" },
    steps: [{ at: { at: "milestone", ref: "free" }, set: money(spendingLater(a)) }],
  };
}

function part(total: string, share: number, currency: string): string {
  return String(Number((Number(total) * share).toFixed(minorDigits(currency))));
}

function accountsOf(a: Answers, start: string, t: T): Patch {
  const owner = a.partner ? "joint" : "me";
  const balance = (share: number) => ({ amt: part(a.total, Math.max(0, share), a.currency), cur: a.currency, asOf: start });
  const invested = 1 - a.cashShare - a.pensionShare;
  return {
    cash: { sort: "a0", name: t("welcome.made.cash"), owner, wrapper: "cash", cur: a.currency, balance: balance(a.cashShare), alloc: { weights: { cash: 1 } }, fee: 0 },
    invested: { sort: "a1", name: t("welcome.made.invested"), owner, wrapper: "taxable", cur: a.currency, balance: balance(invested) },
    pension: {
      sort: "a2",
      name: t("welcome.made.pension"),
      owner: "me",
      wrapper: "deferred",
      cur: a.currency,
      balance: balance(a.pensionShare),
      access: { from: { at: "age", person: "me", years: locals[a.region].access } },
    },
  };
}
