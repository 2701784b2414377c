import { useMemo } from "react";
import { encode } from "uqr";
import styles from "./People.module.css";

/** An address for the camera of a phone. Dark on light in either theme: cameras want it so. */
export function Qr({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => encode(text, { ecc: "M", border: 2 }), [text]);
  const path = useMemo(() => code.data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join(""), [code]);
  return (
    <svg className={styles.qr} viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
