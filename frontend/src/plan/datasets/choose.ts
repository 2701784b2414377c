// Which history a plan draws from, and which of its columns each class follows.
import type { OwnDataset } from "../../api/types";
import type { Plan } from "../document";
import { living } from "../order";
import type { Patch } from "../patch";

/** The data set that the plan names, as far as it says. */
export type NamedDataset = NonNullable<Plan["assumptions"]["datasets"]>[number];

export function namedDataset(plan: Plan): NamedDataset | undefined {
  const { returns, datasets } = plan.assumptions;
  return returns.dataset ? (datasets?.find(({ id }) => id === returns.dataset) ?? { id: returns.dataset }) : undefined;
}

/** The column a class follows; "" is none on purpose, undefined not yet chosen. */
export type Columns = { [assetClass: string]: string };

const words: { [history: string]: RegExp } = {
  stocks: /stock|share|equit|주식|kospi|s&p/i,
  bonds: /bond|treasur|채권|국채/i,
  cash: /cash|bill|deposit|현금|예금/i,
};

/** The columns of a set that the classes of a plan are called after; what was chosen before stays where there is such a column. */
export function matched(plan: Plan, set: OwnDataset): Columns {
  const before = namedDataset(plan)?.columns ?? {};
  const names = set.columns.map(({ name }) => name);
  const found: Columns = {};
  for (const [id, record] of living(plan.assumptions.classes)) {
    const kept = before[id];
    const called = (name: string) => [id, record.name, record.history].some((own) => own?.toLowerCase() === name.toLowerCase());
    const like = names.filter((name) => words[record.history ?? id]?.test(name));
    const column = kept !== undefined && (kept === "" || names.includes(kept)) ? kept : (names.find(called) ?? (like.length === 1 ? like[0] : undefined));
    if (column !== undefined) found[id] = column;
  }
  return found;
}

/** Has the plan draw from a set. The id is new each time, so that a file brought later is an edit as well. */
export function drawingFrom(plan: Plan, set: OwnDataset, id: string, columns: Columns = matched(plan, set)): Patch {
  const { name, licence, country, from, to, hash } = set;
  const dataset = { id, name, from, to, hash, columns, ...(licence ? { licence } : {}), ...(country ? { country } : {}) };
  return { assumptions: { returns: { dataset: id }, datasets: [dataset] } };
}

/** Has the plan draw from the built-in history again. */
export function drawingFromBuiltIn(): Patch {
  return { assumptions: { returns: { dataset: null }, datasets: null } };
}

/**
 * The sets that no plan names. Of the open plan its document says so, scenarios included: what was listed
 * of it is older than its newest edit.
 */
export function unusedOf(sets: readonly OwnDataset[], { id, plan }: { id: string; plan: object }): OwnDataset[] {
  const document = JSON.stringify(plan);
  return sets.filter(({ hash, usedBy }) => usedBy.every((other) => other.id === id) && !document.includes(hash));
}
