import advisor from "./en/advisor";
import backup from "./en/backup";
import choices from "./en/choices";
import cloud from "./en/cloud";
import compare from "./en/compare";
import differences from "./en/differences";
import docs from "./en/docs";
import firstrun from "./en/firstrun";
import flows from "./en/flows";
import futures from "./en/futures";
import levers from "./en/levers";
import method from "./en/method";
import model from "./en/model";
import plan from "./en/plan";
import problem from "./en/problem";
import runs from "./en/runs";
import shell from "./en/shell";
import today from "./en/today";

/** English is the typed source of keys. */
const en = { ...shell, ...today, ...futures, ...flows, ...firstrun, ...plan, ...choices, ...cloud, ...problem, ...compare, ...differences, ...runs, ...levers, ...method, ...model, ...docs, ...backup, ...advisor } as const;
export default en;
