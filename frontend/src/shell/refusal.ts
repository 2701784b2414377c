// What was refused of a form, put beside the fields that it is about.
import type { Fault } from "../api/fault";
import type { Problem } from "../api/types";

/** A field of a form, by what the backend calls it: JSON pointers ("/email"), and codes of faults that are about nothing else ("lock.wrong"). */
export type Fields<F extends string> = Readonly<Record<F, readonly string[]>>;

/** What was refused, as far as it has words. */
export interface Refused<F extends string> {
  /** What is wrong with each field; those of which nothing is said are missing. */
  at: Readonly<Partial<Record<F, string>>>;
  /** What is said of no field; "" for nothing. */
  rest: string;
}

/** Sorts the words of a fault by the fields that they are about. */
export function sorted<F extends string>(fields: Fields<F>, fault: Pick<Fault, "code" | "problems">, title: string, fix: string, locale: "en" | "ko"): Refused<F> {
  const names = Object.keys(fields) as F[];
  const whole = [title, fix].filter(Boolean).join(" ");
  const meant = names.find((name) => fields[name].includes(fault.code));
  if (meant) return { at: { [meant]: whole } as Refused<F>["at"], rest: "" };
  const at: Partial<Record<F, string>> = {};
  const left: string[] = [];
  for (const problem of fault.problems) {
    const said = sentence(problem.text[locale]);
    const name = names.find((one) => fields[one].some((pointer) => about(problem, pointer)));
    if (name && at[name]?.includes(said)) continue; // two parts of one answer are wrong in the same way
    if (name) at[name] = [at[name], said].filter(Boolean).join(" ");
    else left.push(said);
  }
  if (fault.problems.length === 0) return { at, rest: whole };
  return { at, rest: left.length > 0 ? [title, ...left].filter(Boolean).join(" ") : "" };
}

function about({ pointer }: Problem, field: string): boolean {
  return pointer === field || pointer.startsWith(field + "/");
}

/** What is said of a place in a document stands alone beside a field. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : begun + ".";
}
