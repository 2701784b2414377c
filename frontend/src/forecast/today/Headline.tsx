import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Fact, ResultHeader } from "../../api/types";
import { standing } from "../../format/chance";
import { formatCount } from "../../format/number";
import { Say, useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { classes } from "../../ui/classes";
import { Money } from "../../ui/Money";
import { useChance } from "../useChance";
import styles from "./Today.module.css";

/** The sentence of the day, made from facts. While something is tried, it says what that would do. */
export function Headline() {
  const t = useText();
  const { result, previewing, stale, success } = useForecast();
  const [place, height] = useSteadyHeight(previewing);
  const header = result?.header;
  if (!header || !success) return <h1 className={classes(styles.hero, styles.old)}>{t("today.hero.waiting")}</h1>;
  return (
    <div ref={place} className={stale ? styles.old : undefined} style={height ? { minHeight: height } : undefined}>
      <h1 className={styles.hero}>
        <Sentence header={header} success={success} />
      </h1>
      <p className={styles.lede}>{previewing ? <Trying header={header} /> : <Standing header={header} success={success} />}</p>
    </div>
  );
}

// What is under the pointer must not move away while a slider is dragged. How high it stood is heard
// from the browser's own layout: asking for it would have the page laid out once more.
function useSteadyHeight(hold: boolean) {
  const last = useRef(0);
  const held = useRef(hold);
  const [height, setHeight] = useState(0);
  const place = useCallback((element: HTMLDivElement) => {
    const watch = new ResizeObserver(() => {
      if (!held.current) last.current = element.offsetHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    held.current = hold;
    setHeight(hold ? last.current : 0);
  }, [hold]);
  return [place, height] as const;
}

function Sentence({ header, success }: { header: ResultHeader; success: Fact }) {
  const say = useChance();
  const { previewing } = useForecast();
  const chance = <span className={styles.figure}>{say(success)}</span>;
  // Previews leave out what takes long to solve.
  const sustain = header.facts["spend.sustainable.month"];
  if (!sustain) return <Say k={previewing ? "today.hero.trying" : "today.hero.share"} with={{ chance }} />;
  const amount = (
    <span className={styles.figure}>
      <Money value={sustain.value} style="round" />
    </span>
  );
  return <Say k="today.hero" with={{ amount, chance }} />;
}

function Trying({ header }: { header: ResultHeader }) {
  const t = useText();
  const locale = useLocale();
  return t("today.trying", { n: formatCount(header.n, locale), target: Math.round(header.confidence * 100) });
}

/** The range, where the plan stands against the share asked for, and what "holds" means. */
function Standing({ header, success }: { header: ResultHeader; success: Fact }) {
  const t = useText();
  const sustain = header.facts["spend.sustainable.month"];
  const planned = header.facts["spend.planned.month"];
  const amount = (value: number) => <Money value={value} style="round" />;
  const where = standing(success.value, success.ci, header.confidence);
  return (
    <>
      {sustain?.ci && <Say k="today.sustain" with={{ amount: amount(sustain.value), target: Math.round(header.confidence * 100), low: amount(sustain.ci.low), high: amount(sustain.ci.high) }} />}{" "}
      {sustain?.ci && planned && <Say k={`today.planned.${where}`} with={{ planned: amount(planned.value) }} />} {t(header.metric === "allFunded" ? "today.holds.full" : "today.holds.essential")}
    </>
  );
}
