// One value as a lever: what it is, what it comes to while it moves, and a slider.
import { useState, type ReactNode } from "react";
import { Slider } from "../../ui/Slider";
import type { Range } from "../levers";
import styles from "./sections.module.css";

export interface LeverRowProps {
  label: string;
  value: number;
  range: Range;
  /** The value in words. */
  say: (value: number) => string;
  /** What stands below, while it moves too. */
  note?: (value: number) => ReactNode;
  pointer: string;
  onMove: (value: number) => void;
  onCommit: (value: number) => void;
}

export function LeverRow({ label, value, range, say, note, pointer, onMove, onCommit }: LeverRowProps) {
  const [moving, setMoving] = useState<number | null>(null);
  const shown = moving ?? value;
  return (
    <div className={styles.lever} data-pointer={pointer}>
      <div className={styles.leverHead}>
        <span className={styles.leverName}>{label}</span>
        <span className={styles.leverValue} aria-hidden>
          {say(shown)}
        </span>
      </div>
      <Slider
        label={label}
        value={value}
        {...range}
        say={say}
        onMove={(next) => {
          setMoving(next);
          onMove(next);
        }}
        onCommit={(next) => {
          setMoving(null);
          onCommit(next);
        }}
      />
      {note && <div className={styles.leverNote}>{note(shown)}</div>}
    </div>
  );
}
