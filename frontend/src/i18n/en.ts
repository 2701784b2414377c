import advisor from "./en/advisor";
import backup from "./en/backup";
import choices from "./en/choices";
import compare from "./en/compare";
import differences from "./en/differences";
import docs from "./en/docs";
import firstrun from "./en/firstrun";
import futures from "./en/futures";
import levers from "./en/levers";
import method from "./en/method";
import model from "./en/model";
import palette from "./en/palette";
import plan from "./en/plan";
import primitives from "./en/primitives";
import problem from "./en/problem";
import report from "./en/report";
import runs from "./en/runs";
import shell from "./en/shell";
import today from "./en/today";
import track from "./en/track";

/** English is the typed source of keys. */
const en = { ...shell, ...today, ...futures, ...firstrun, ...plan, ...choices, ...problem, ...compare, ...differences, ...runs, ...levers, ...method, ...model, ...docs, ...backup, ...advisor, ...track, ...palette, ...report, ...primitives } as const;
export default en;
