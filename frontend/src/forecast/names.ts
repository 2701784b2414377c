import type { Plan, ResultHeader } from "../api/types";
import type { Forecast } from "../shell/forecastSession";

type Line = ResultHeader["cashflow"]["lines"][number];
type Collection = "accounts" | "property" | "debts" | "income" | "spending" | "goals" | "saving" | "insurance";

/** Where the record of a line stands, by how the line's id begins: ids are unique within a collection only. */
const homes: Record<string, Collection[]> = {
  income: ["income", "insurance", "property"],
  employer: ["saving"],
  spending: ["spending", "insurance"],
  goal: ["goals"],
  debt: ["debts"],
  property: ["property"],
  saving: ["saving"],
  match: ["saving"],
  withdrawal: ["accounts"],
  fee: ["accounts"],
  return: ["accounts"],
};

/** What the record of a line is called now; "h1.tax" is a line of the record h1. */
function nameOf(line: Line, plan: Plan): string | undefined {
  const [kind = ""] = line.id.split(".");
  const [record] = (line.record ?? "").split(".");
  return homes[kind]?.map((home) => named(plan[home], record)).find((name) => name !== undefined);
}

const named = (records: Record<string, { name?: string }> | undefined, id: string | undefined) => (id === undefined ? undefined : records?.[id]?.name);

/**
 * A result under the names that the plan uses now. Names decide no figure, so a result that
 * was computed before something was renamed is still the right one; only its words are old.
 * The same object when there is nothing to rename.
 */
export function called(forecast: Forecast, plan: Plan): Forecast {
  const { header } = forecast;
  const next: Pick<ResultHeader, "milestones" | "people" | "cashflow"> = {
    milestones: renamed(header.milestones, (m) => named(plan.milestones, m.id)),
    people: renamed(header.people, (p) => named(plan.people, p.id)),
    cashflow: header.cashflow,
  };
  const lines = renamed(header.cashflow.lines, (line) => nameOf(line, plan));
  if (lines !== header.cashflow.lines) next.cashflow = { ...header.cashflow, lines };
  const old = next.milestones === header.milestones && next.people === header.people && next.cashflow === header.cashflow;
  return old ? forecast : { ...forecast, header: { ...header, ...next } };
}

function renamed<T extends { name?: string }>(list: T[], now: (item: T) => string | undefined): T[] {
  const next = list.map((item) => {
    const name = now(item);
    return name === undefined || name === item.name ? item : { ...item, name };
  });
  return next.some((item, i) => item !== list[i]) ? next : list;
}
