// The figures that scenarios are compared by, and which way is better.
import type { Fact, ResultHeader } from "../../api/types";
import { successFact } from "../../shell/headline";

export type Figure = "success" | "month" | "depth" | "years" | "age" | "tax" | "end10" | "end50" | "end90";

/** What a difference is written in. */
export type FigureUnit = "share" | "money" | "years" | "age";

export const figures: { figure: Figure; unit: FigureUnit; better: "more" | "less" }[] = [
  { figure: "success", unit: "share", better: "more" },
  { figure: "month", unit: "money", better: "more" },
  { figure: "depth", unit: "share", better: "less" },
  { figure: "years", unit: "years", better: "less" },
  { figure: "age", unit: "age", better: "more" },
  { figure: "tax", unit: "money", better: "less" },
  { figure: "end10", unit: "money", better: "more" },
  { figure: "end50", unit: "money", better: "more" },
  { figure: "end90", unit: "money", better: "more" },
];

const names: Record<Exclude<Figure, "success">, string> = {
  month: "spend.sustainable.month",
  depth: "failure.depth",
  years: "failure.years",
  age: "failure.firstAge",
  tax: "tax.lifetime.p50",
  end10: "wealth.end.p10",
  end50: "wealth.end.p50",
  end90: "wealth.end.p90",
};

/** A figure of a result; null where it has none, such as the depth of failures that never happen. */
export function figureOf(header: ResultHeader, figure: Figure): number | null {
  const fact: Fact | undefined = figure === "success" ? successFact(header) : header.facts[names[figure]];
  return fact && Number.isFinite(fact.value) ? fact.value : null;
}
