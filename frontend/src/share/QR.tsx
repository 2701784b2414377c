import newCode from "qrcode-generator";
import { useMemo } from "react";
import styles from "./HostStatus.module.css";

/** Light modules around a code, without which telephones do not find it. */
const quietZone = 4;

/** An address as a code for a telephone's camera: dark on light in both themes, since many cameras read no other. */
export function QR({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => drawn(text), [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className={styles.qr} shapeRendering="crispEdges">
      <rect width={size} height={size} className={styles.qrPaper} />
      <path d={path} className={styles.qrInk} />
    </svg>
  );
}

function drawn(text: string): { path: string; size: number } {
  const code = newCode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row++) for (let column = 0; column < count; column++) if (code.isDark(row, column)) path += `M${column + quietZone} ${row + quietZone}h1v1h-1z`;
  return { path, size: count + 2 * quietZone };
}
