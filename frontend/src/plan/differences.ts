// What a merge patch changes in the plan, one sentence for each thing a person would name.

import { applyPatch } from "../api/patch";
import { formatPercent } from "../format/number";
import type { Amount, Growth, Span } from "../api/types";
import { goalWords, growthWords, momentWords, nameOf, spanWords, type Words } from "./words";
import type { Plan, GoalWhen, MilestoneWhen } from "./document";
import { isObject, type Patch } from "./patch";

type Path = readonly string[];

/** One change in words, and where in the patch it stands. */
export interface Difference {
  text: string;
  paths: Path[];
}

export interface DifferenceWords extends Words {
  money: (value: number, currency?: string) => string;
}

const collections = ["people", "milestones", "accounts", "income", "spending", "property", "debts", "insurance", "goals", "saving"] as const;
type Collection = (typeof collections)[number];
type Loose = Record<string, unknown>;

/** Everything that a patch changes in words.plan. */
export function differencesOf(words: DifferenceWords, patch: Patch): Difference[] {
  const after = applyPatch(words.plan, patch);
  const told = new Set<string>();
  const together = [...scaledSpending(words, patch, after), ...scaledPensions(words, patch, after), ...shiftedClasses(words, patch, after)];
  for (const { paths } of together) for (const path of paths) told.add(path.join("/"));
  const apart = collections.flatMap((c) => (isObject(patch[c]) ? Object.keys(patch[c] as Patch).flatMap((id) => ofRecord(words, patch, after, c, id, told)) : []));
  return [...apart, ...together, ...ofAssumptions(words, patch, after, told), ...ofRest(words, patch)];
}

/** The patch without some of what it changes; parents left empty go too. */
export function without(patch: Patch, paths: readonly Path[]): Patch {
  return paths.reduce<Patch>((rest, path) => prune(rest, path), patch);
}

function prune(patch: Patch, [key, ...rest]: Path): Patch {
  if (key === undefined || !(key in patch)) return patch;
  const { [key]: inner, ...others } = patch;
  if (rest.length === 0 || !isObject(inner)) return others;
  const left = prune(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...patch, [key]: left };
}

const at = (root: unknown, path: Path): unknown => path.reduce<unknown>((v, key) => (isObject(v) ? v[key] : undefined), root);
const number = (value: unknown) => (typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN);

// ---- things that change together are said once

interface Scaled {
  id: string;
  ratio: number;
}

/** Records of a collection of which nothing but amounts and later phases changes, and by how much. */
function scaledRecords(plan: Plan, patch: Patch, after: Plan, collection: "spending" | "income"): Scaled[] {
  const changed = patch[collection];
  if (!isObject(changed)) return [];
  return Object.entries(changed).flatMap(([id, change]) => {
    const amounts = isObject(change) && Object.keys(change).every((k) => k === "amount" || k === "steps") && "amount" in change;
    const ratio = number(at(after, [collection, id, "amount", "amt"])) / number(at(plan, [collection, id, "amount", "amt"]));
    return amounts && ratio > 0 && Number.isFinite(ratio) ? [{ id, ratio }] : [];
  });
}

/** The one ratio that all share, as far as rounded amounts can tell. */
function commonRatio(scaled: readonly Scaled[]): number | null {
  const sorted = scaled.map((s) => s.ratio).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (middle === undefined || low === undefined || high === undefined) return null;
  return high - low < 0.01 ? middle : null;
}

function scaledWords({ t, locale }: DifferenceWords, name: string, ratio: number): string {
  return t(ratio < 1 ? "diff.less" : "diff.more", { name, percent: formatPercent(Math.round(Math.abs(ratio - 1) * 1000) / 1000, locale, Math.abs(ratio - 1) * 100 - Math.round(Math.abs(ratio - 1) * 100) > 0.06 ? 1 : 0) });
}

function scaledSpending(words: DifferenceWords, patch: Patch, after: Plan): Difference[] {
  const { plan, t } = words;
  const scaled = scaledRecords(plan, patch, after, "spending");
  const ratio = commonRatio(scaled);
  const living = Object.entries(plan.spending ?? {}).filter(([, s]) => !s.archived);
  const tiers = new Set(scaled.map(({ id }) => plan.spending?.[id]?.tier));
  const tier = [...tiers][0];
  if (scaled.length < 2 || ratio === null || !tier) return [];
  const all = living.every(([id]) => scaled.some((s) => s.id === id));
  if (!all && tiers.size > 1) return [];
  return [{ text: scaledWords(words, t(all ? "diff.spending.all" : `diff.spending.${tier}`), ratio), paths: scaled.map(({ id }) => ["spending", id]) }];
}

function scaledPensions(words: DifferenceWords, patch: Patch, after: Plan): Difference[] {
  const scaled = scaledRecords(words.plan, patch, after, "income").filter(({ id }) => words.plan.income?.[id]?.kind === "publicPension");
  const ratio = commonRatio(scaled);
  if (scaled.length < 2 || ratio === null) return [];
  return [{ text: scaledWords(words, words.t("diff.pensions"), ratio), paths: scaled.map(({ id }) => ["income", id]) }];
}

function shiftedClasses(words: DifferenceWords, patch: Patch, after: Plan): Difference[] {
  const { plan, t } = words;
  const changed = at(patch, ["assumptions", "classes"]);
  if (!isObject(changed)) return [];
  const ids = Object.keys(changed).filter((id) => plan.assumptions.classes[id] && isObject(changed[id]));
  const out: Difference[] = [];
  const moved = ids.filter((id) => at(changed, [id, "real", "mean"]) !== undefined);
  const shifts = moved.map((id) => number(at(after, ["assumptions", "classes", id, "real", "mean"])) - number(at(plan, ["assumptions", "classes", id, "real", "mean"])));
  const shift = shifts[0] ?? 0;
  if (moved.length > 1 && shifts.every((s) => Math.abs(s - shift) < 1e-5) && shift !== 0) {
    out.push({ text: t(shift < 0 ? "diff.points.less" : "diff.points.more", { name: t("diff.returns"), points: digits(Math.abs(shift) * 100) }), paths: moved.map((id) => ["assumptions", "classes", id, "real", "mean"]) });
  }
  const swung = ids.filter((id) => at(changed, [id, "real", "sd"]) !== undefined);
  const ratio = commonRatio(swung.map((id) => ({ id, ratio: number(at(after, ["assumptions", "classes", id, "real", "sd"])) / number(at(plan, ["assumptions", "classes", id, "real", "sd"])) })));
  if (swung.length > 1 && ratio !== null) out.push({ text: scaledWords(words, t("diff.swings"), ratio), paths: swung.map((id) => ["assumptions", "classes", id, "real", "sd"]) });
  return out;
}

const digits = (v: number) => String(Math.round(v * 100) / 100);

// ---- one record

function ofRecord(words: DifferenceWords, patch: Patch, after: Plan, collection: Collection, id: string, told: ReadonlySet<string>): Difference[] {
  const { plan, t } = words;
  const here = [collection, id];
  if (told.has(here.join("/"))) return [];
  const change = at(patch, here);
  const was = at(plan, here) as Loose | undefined;
  const now = at(after, here) as Loose | undefined;
  const name = nameOf(words, (was ?? now) as { name?: string });
  if (!was) return [{ text: t("diff.added", { name }), paths: [here] }];
  if (change === null || (now?.["archived"] && !was["archived"])) return [{ text: t("diff.gone", { name }), paths: [here] }];
  if (!isObject(change) || !now) return [];
  const fields = Object.keys(change).filter((key) => key !== "sort");
  const said = fields.map((key) => ({ key, text: ofField(words, collection, name, key, was, now) }));
  const known = said.flatMap(({ key, text }) => (text === null ? [] : [{ text, paths: [[...here, key]] }]));
  const rest = said.filter(({ text }) => text === null).map(({ key }) => [...here, key]);
  if (rest.length === 0) return known;
  const phases = rest.every((path) => path[2] === "steps");
  return [...known, { text: t(phases ? "diff.phases" : "diff.other", { name }), paths: rest }];
}

/** A field's change in words; null where there are no words for it. */
function ofField(words: DifferenceWords, collection: Collection, name: string, key: string, was: Loose, now: Loose): string | null {
  const { t } = words;
  const turns = (label: string, say: (value: unknown) => string) => {
    const [before, after] = [was[key], now[key]].map((v) => (v === undefined ? t("diff.none") : say(v)));
    return before === after || before === undefined || after === undefined ? null : t("diff.turns", { name: label, before, after });
  };
  if (["amount", "balance", "target", "payment", "value", "rent"].includes(key)) return isAmount(was[key]) && isAmount(now[key]) ? turns(name, (v) => amountWords(words, v as Amount)) : null;
  if (key === "when") return turns(name, (v) => (collection === "goals" ? goalWords(words, v as GoalWhen) : momentWords(words, v as MilestoneWhen)));
  if (key === "span") return turns(name, (v) => spanWords(words, v as Span));
  if (key === "work") return turns(t("diff.stop", { name }), (v) => momentWords(words, (v as { stop: MilestoneWhen }).stop));
  if (key === "horizon") return turns(t("diff.horizon", { name }), (v) => t("plan.age.years", { years: number((v as Loose)["age"]) }));
  if (key === "growth") {
    const [before, after] = [was[key], now[key]].map((v) => growthWords(words, v as Growth | undefined));
    return before && after && before !== after ? t("diff.growth", { name, before, after }) : null;
  }
  if ((key === "rate" || key === "fee") && typeof was[key] === "number" && typeof now[key] === "number") return turns(name, (v) => yearly(words, v as number));
  if (key === "enabled") return t(now[key] ? "diff.on" : "diff.off", { name });
  return null;
}

const isAmount = (v: unknown): v is Amount => isObject(v) && typeof v["amt"] === "string";

function amountWords({ t, money, plan }: DifferenceWords, amount: Amount): string {
  const value = money(number(amount.amt), amount.cur ?? plan.currency);
  return amount.per === "month" || amount.per === "year" ? `${value} ${t(`plan.per.${amount.per}`)}` : value;
}

const yearly = ({ t, locale }: DifferenceWords, rate: number) => t("diff.perYear", { rate: formatPercent(rate, locale, 2) });

// ---- what is no record

function ofAssumptions(words: DifferenceWords, patch: Patch, after: Plan, told: ReadonlySet<string>): Difference[] {
  const { plan, t } = words;
  const changed = patch["assumptions"];
  if (!isObject(changed)) return [];
  const out: Difference[] = [];
  const rate = (name: string, path: Path) => {
    const [before, then] = [number(at(plan, path)), number(at(after, path))];
    if (before !== then && Number.isFinite(then)) out.push({ text: t("diff.turns", { name, before: Number.isFinite(before) ? yearly(words, before) : t("diff.none"), after: yearly(words, then) }), paths: [path] });
  };
  rate(t("diff.inflation"), ["assumptions", "inflation", "mean"]);
  rate(t("diff.fees"), ["assumptions", "fees", "default"]);
  for (const [id, change] of Object.entries(isObject(changed["classes"]) ? changed["classes"] : {})) {
    const path = ["assumptions", "classes", id, "real", "mean"];
    if (isObject(change) && !told.has(path.join("/"))) rate(nameOf(words, plan.assumptions.classes[id]), path);
  }
  const left = without(without(patch, out.flatMap((d) => d.paths)), [...told].map((path) => path.split("/")));
  if (isObject(left["assumptions"])) out.push({ text: t("diff.assumptions"), paths: leaves(left["assumptions"], ["assumptions"]) });
  return out;
}

function leaves(value: unknown, path: Path): Path[] {
  return isObject(value) && Object.keys(value).length > 0 ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [path];
}

function ofRest({ t }: DifferenceWords, patch: Patch): Difference[] {
  const one = (key: string, text: string): Difference[] => (key in patch ? [{ text, paths: [[key]] }] : []);
  const rule = isObject(patch["withdrawal"]) && Object.keys(patch["withdrawal"]).every((k) => k === "rule");
  const known = ["withdrawal", "allocation", "tax", "targets", "legacy", "assumptions", "scenarios", ...collections];
  const rest = Object.keys(patch).filter((key) => !known.includes(key));
  return [
    ...one("withdrawal", t(rule ? "diff.rule" : "diff.withdrawal")),
    ...one("allocation", t("diff.allocation")),
    ...one("tax", t("diff.tax")),
    ...one("targets", t("diff.targets")),
    ...one("legacy", t("diff.legacy")),
    ...(rest.length > 0 ? [{ text: t("diff.rest"), paths: rest.map((key) => [key]) }] : []),
  ];
}
