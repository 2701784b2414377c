// Where a value lies among what was recorded: the bar holds 90 of 100 stretches of the past,
// its darker middle 50, the line is their middle; the dot is the value, the diamond the default.
import { linear } from "../../chart/scale";
import { classes } from "../../ui/classes";
import styles from "./Ruler.module.css";

export interface RulerProps {
  /** The 0th to the 100th of what was recorded. */
  percentiles: readonly number[];
  value: number | undefined;
  standard: number | undefined;
  /** Writes the ends and the middle of the bar below; without, the ruler is small. */
  say?: (value: number) => string;
}

export function Ruler({ percentiles, value, standard, say }: RulerProps) {
  const at = (n: number) => percentiles[n] ?? 0;
  const all = [at(0), at(100), ...[value, standard].filter((one) => one !== undefined)];
  const scale = linear(Math.min(...all), Math.max(...all), 1.5, 98.5);
  const span = (from: number, to: number) => ({ left: `${scale(from)}%`, width: `${scale(to) - scale(from)}%` });
  return (
    <div aria-hidden>
      <div className={classes(styles.ruler, say && styles.tall)}>
        <span className={styles.line} />
        <span className={styles.most} style={span(at(5), at(95))} />
        <span className={styles.half} style={span(at(25), at(75))} />
        <span className={styles.middle} style={{ left: `${scale(at(50))}%` }} />
        {standard !== undefined && standard !== value && <span className={styles.default} style={{ left: `${scale(standard)}%` }} />}
        {value !== undefined && <span className={styles.value} style={{ left: `${scale(value)}%` }} />}
      </div>
      {say && (
        <div className={styles.marks}>
          <span style={{ left: `${scale(at(5))}%` }}>{say(at(5))}</span>
          <span style={{ left: `${scale(at(50))}%` }}>{say(at(50))}</span>
          <span style={{ left: `${scale(at(95))}%` }}>{say(at(95))}</span>
        </div>
      )}
    </div>
  );
}
