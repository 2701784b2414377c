import { useMemo } from "react";
import { Fault } from "../api/fault";
import type { Key } from "../i18n/spoken";
import { useLocale, useText } from "../i18n/text";

/** A fault in the reader's language. */
export interface FaultWords {
  title: string;
  fix: string;
  /** Every problem of a refused document, one sentence each. */
  problems: string[];
}

/** Faults that this side finds by itself; all others come in the reader's language already. */
const own: Record<string, { title: Key; fix: Key }> = {
  unreachable: { title: "app.unreachable.title", fix: "app.unreachable.fix" },
  "place.silent": { title: "place.silent", fix: "place.silent.fix" },
  "plan.json": { title: "app.notJSON.title", fix: "app.notJSON.fix" },
};

export function useFaultWords(): (thrown: unknown) => FaultWords {
  const t = useText();
  const locale = useLocale();
  return useMemo(
    () => (thrown) => {
      const fault = Fault.of(thrown);
      const known = own[fault.code];
      // Both messages stand alone, without arguments.
      const say = t as (key: Key) => string;
      const problems = fault.problems.map((p) => p.text[locale]);
      return known ? { title: say(known.title), fix: say(known.fix), problems } : { title: fault.message, fix: fault.fix, problems };
    },
    [t, locale],
  );
}
