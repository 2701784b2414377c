import { useId, useState } from "react";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession, useShowsRefusals } from "../shell/planSession";

export interface Naming {
  /** The id of the form, for a button outside it. */
  form: string;
  /** What is wrong with the name, in words; "" for nothing. */
  wrong: string;
  /** Closes, and lets go of what was refused. */
  cancel: () => void;
  /** Keeps something under a name, and closes once it is kept. null where there is nothing to do. */
  run: (name: string, keep: ((name: string) => Promise<boolean>) | null) => Promise<void>;
}

/** A dialog that asks for a name: one that is refused stays in it, with the words why. */
export function useNaming(close: () => void): Naming {
  const t = useText();
  const locale = useLocale();
  const form = useId();
  const { refused, problems, dismiss } = usePlanSession();
  const [asked, setAsked] = useState(false);
  const [empty, setEmpty] = useState(false);
  useShowsRefusals(asked);
  const said = asked && refused ? problems.filter(({ severity }) => severity === "error").map((problem) => problem.text[locale]) : [];
  const run: Naming["run"] = async (name, keep) => {
    setEmpty(name.trim() === "");
    if (name.trim() === "") return;
    if (asked && refused) dismiss(); // this try takes its place
    setAsked(true);
    if (!keep || (await keep(name.trim()))) {
      setAsked(false);
      close();
    }
  };
  const cancel = () => {
    if (asked && refused) dismiss();
    setAsked(false);
    setEmpty(false);
    close();
  };
  return { form, cancel, wrong: empty ? t("compare.name.empty") : said.join(" "), run };
}
