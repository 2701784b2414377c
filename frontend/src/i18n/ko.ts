import type en from "./en";
import advisor from "./ko/advisor";
import backup from "./ko/backup";
import choices from "./ko/choices";
import cloud from "./ko/cloud";
import compare from "./ko/compare";
import differences from "./ko/differences";
import docs from "./ko/docs";
import firstrun from "./ko/firstrun";
import flows from "./ko/flows";
import futures from "./ko/futures";
import levers from "./ko/levers";
import method from "./ko/method";
import model from "./ko/model";
import plan from "./ko/plan";
import problem from "./ko/problem";
import runs from "./ko/runs";
import shell from "./ko/shell";
import today from "./ko/today";

/** Korean has the same keys; each file of it `satisfies` that. */
const ko: Record<keyof typeof en, string> = { ...shell, ...today, ...futures, ...flows, ...firstrun, ...plan, ...choices, ...cloud, ...problem, ...compare, ...differences, ...runs, ...levers, ...method, ...model, ...docs, ...backup, ...advisor };
export default ko;
