import { useMemo } from "react";
import styles from "./Fan.module.css";
import { bandPath, linePath, sample } from "./path";
import { extent, linear } from "./scale";

const points = 48;

/** A small line with its band, and dashed what it was before. Decorative: the words stand beside it. */
export function Spark({ line, low, high, before, width = 140, height = 44 }: { line: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number>; before?: ArrayLike<number> | null; width?: number; height?: number }) {
  const paths = useMemo(() => {
    const [bottom, top] = extent([low, high, ...(before ? [before] : [])]);
    const y = linear(Math.min(0, bottom), Math.max(1, top), height - 2, 2);
    const xs = Float32Array.from({ length: points }, (_, i) => (i / (points - 1)) * width);
    const at = (values: ArrayLike<number>) => sample(values, points).map(y);
    return { band: bandPath(xs, at(low), at(high)), line: linePath(xs, at(line)), before: before ? linePath(xs, at(before)) : "" };
  }, [line, low, high, before, width, height]);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <path className={styles.band1} d={paths.band} />
      <path className={styles.before} d={paths.before} />
      <path className={styles.median} d={paths.line} />
    </svg>
  );
}
