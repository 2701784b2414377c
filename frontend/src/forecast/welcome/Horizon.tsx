import { useMemo } from "react";
import styles from "./Welcome.module.css";

const width = 1200;
const height = 620;
const count = 27;

/** Many lives from one point: the picture behind the door. */
export function Horizon() {
  const lines = useMemo(
    () =>
      Array.from({ length: count }, (_, i) => {
        // Spread as outcomes are: dense in the middle, few far up.
        const u = (i / (count - 1)) * 2 - 1;
        const end = height * 0.62 - (u > 0 ? 520 * u ** 1.7 : -170 * Math.abs(u) ** 1.3);
        return { d: `M0 ${height * 0.78}C${width * 0.34} ${height * 0.74} ${width * 0.55} ${end + (height * 0.7 - end) * 0.55} ${width} ${end}`, weight: 1 - Math.abs(u) };
      }),
    [],
  );
  return (
    <svg className={styles.horizon} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      {lines.map(({ d, weight }, i) => (
        <path key={d} d={d} vectorEffect="non-scaling-stroke" strokeWidth={i === (count - 1) / 2 ? 2.2 : 1} opacity={0.16 + weight * 0.5} />
      ))}
    </svg>
  );
}
