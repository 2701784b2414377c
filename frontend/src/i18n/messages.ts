import enFirstrun from "./en/firstrun";
import enFutures from "./en/futures";
import enPlan from "./en/plan";
import enProblem from "./en/problem";
import enShell from "./en/shell";
import enToday from "./en/today";
import koFirstrun from "./ko/firstrun";
import koFutures from "./ko/futures";
import koPlan from "./ko/plan";
import koProblem from "./ko/problem";
import koShell from "./ko/shell";
import koToday from "./ko/today";

/** English is the typed source of keys. */
export const en = { ...enShell, ...enToday, ...enFutures, ...enFirstrun, ...enPlan, ...enProblem } as const;

/** Korean has the same keys; each file of it `satisfies` that. */
export const ko: Record<keyof typeof en, string> = {
  ...koShell,
  ...koToday,
  ...koFutures,
  ...koFirstrun,
  ...koPlan,
  ...koProblem,
};

export type Locale = "en" | "ko";
export type Key = keyof typeof en;
export const messages: Record<Locale, Record<Key, string>> = { en, ko };
