import { useQuery } from "@tanstack/react-query";
import { selfTest } from "../api/methodology";
import type { SelfTest as Answered } from "../api/types";
import { formatDecimal } from "../format/number";
import { formatElapsed } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Note } from "../ui/Note";
import styles from "./Method.module.css";
import { useFaultWords } from "./useFaultWords";

/** Puts questions with known answers to the engine on this machine, and says what came of it. */
export function SelfTest() {
  const t = useText();
  const words = useFaultWords();
  const asked = useQuery({ queryKey: ["selftest"], queryFn: ({ signal }) => selfTest(signal), enabled: false, retry: false, gcTime: Infinity });
  return (
    <div className={styles.selftest}>
      <Button onClick={() => void asked.refetch()} busy={asked.isFetching}>
        {t(asked.isFetching ? "method.test.running" : asked.data ? "method.test.again" : "method.test.do")}
      </Button>
      <div role="status">
        {asked.error && !asked.isFetching && <Note tone="error">{[words(asked.error).title, words(asked.error).fix].filter(Boolean).join(" ")}</Note>}
        {asked.data && !asked.error && <Outcome answered={asked.data} />}
      </div>
    </div>
  );
}

function Outcome({ answered }: { answered: Answered }) {
  const t = useText();
  const locale = useLocale();
  const wrong = answered.answers.filter((a) => !a.right);
  const said = { n: answered.answers.length, wrong: wrong.length, time: formatElapsed(answered.ms) };
  return (
    <>
      <Note tone={answered.right ? "remark" : "error"}>
        {answered.right ? t("method.test.right", said) : t("method.test.wrong", said)} {answered.right && t(answered.same ? "method.test.same" : "method.test.other")}
      </Note>
      {wrong.length > 0 && (
        <ul className={styles.list}>
          {wrong.map((a) => (
            <li key={a.id}>{t("method.test.answer", { name: a.name[locale], got: formatDecimal(a.got, locale, 6), want: formatDecimal(a.want, locale, 6) })}</li>
          ))}
        </ul>
      )}
    </>
  );
}
