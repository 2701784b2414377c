import type { Plan } from "../../api/types";

/** One thing that makes a first plan one's own. */
export interface Check {
  key: "check.accounts" | "check.pension" | "check.spending" | "check.home" | "check.goals";
  done: boolean;
  /** Where in the plan it is done. */
  section: string;
}

const count = (records: Record<string, { archived?: boolean }> | undefined) => Object.values(records ?? {}).filter((r) => !r.archived).length;

/** At most five, in the order in which they matter. */
export function checksOf(plan: Plan): Check[] {
  const tiers = new Set(Object.values(plan.spending ?? {}).filter((s) => !s.archived).map((s) => s.tier));
  return [
    { key: "check.accounts", done: count(plan.accounts) >= 2, section: "accounts" },
    { key: "check.pension", done: Object.values(plan.income ?? {}).some((i) => i.kind === "publicPension" && !i.archived), section: "income" },
    { key: "check.spending", done: tiers.size >= 2, section: "spending" },
    { key: "check.home", done: count(plan.property) + count(plan.debts) > 0, section: "property" },
    { key: "check.goals", done: count(plan.goals) > 0, section: "goals" },
  ];
}
