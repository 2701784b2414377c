import type en from "./en";
import advisor from "./ko/advisor";
import backup from "./ko/backup";
import choices from "./ko/choices";
import compare from "./ko/compare";
import differences from "./ko/differences";
import docs from "./ko/docs";
import firstrun from "./ko/firstrun";
import futures from "./ko/futures";
import levers from "./ko/levers";
import method from "./ko/method";
import model from "./ko/model";
import palette from "./ko/palette";
import plan from "./ko/plan";
import primitives from "./ko/primitives";
import problem from "./ko/problem";
import report from "./ko/report";
import runs from "./ko/runs";
import shell from "./ko/shell";
import today from "./ko/today";
import track from "./ko/track";

/** Korean has the same keys; each file of it `satisfies` that. */
const ko: Record<keyof typeof en, string> = { ...shell, ...today, ...futures, ...firstrun, ...plan, ...choices, ...problem, ...compare, ...differences, ...runs, ...levers, ...method, ...model, ...docs, ...backup, ...advisor, ...track, ...palette, ...report, ...primitives };
export default ko;
