import { useState } from "react";
import { Fault } from "../api/fault";
import { useLocale } from "../i18n/text";
import { sorted, type Fields, type Refused } from "./refusal";
import { useFaultWords } from "./useFaultWords";

export interface Refusal<F extends string> extends Refused<F> {
  /** Puts the words of what was thrown where they belong. */
  take: (thrown: unknown) => void;
  /** Another try, or another text, begins without them. */
  clear: () => void;
}

const nothing = (): Refused<never> => ({ at: {}, rest: "" });

/** What was refused of a form, in the reader's language. */
export function useRefusal<F extends string>(fields: Fields<F>): Refusal<F> {
  const words = useFaultWords();
  const locale = useLocale();
  const [refused, setRefused] = useState<Refused<F>>(nothing);
  const take = (thrown: unknown) => {
    const { title, fix } = words(thrown);
    setRefused(sorted(fields, Fault.of(thrown), title, fix, locale));
  };
  return { ...refused, take, clear: () => setRefused(nothing) };
}
