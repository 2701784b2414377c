import { Slider as Radix } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { useLocked } from "./lock";
import styles from "./Slider.module.css";

export interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** On every move: preview. */
  onMove: (value: number) => void;
  /** On release, and shortly after the last arrow key: keep. */
  onCommit: (value: number) => void;
  /** The value in words, for eyes that do not see the track. */
  say: (value: number) => string;
}

const keyPause = 500;

export function Slider({ label, value, min, max, step, onMove, onCommit, say }: SliderProps) {
  // Holds only until the value it started from has changed, and is then gone for good: the value may come back to it.
  const [moving, setMoving] = useState<{ from: number; at: number } | null>(null);
  if (moving && moving.from !== value) setMoving(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const dragging = useRef(false);
  const shown = Math.min(max, Math.max(min, moving?.from === value ? moving.at : value));
  useEffect(() => () => clearTimeout(timer.current), []);
  const waiting = useRef<number | null>(null);
  if (useLocked()) return null; // its value stands beside it
  const keep = () => {
    clearTimeout(timer.current);
    const v = waiting.current;
    waiting.current = null;
    if (v !== null) onCommit(v);
  };
  const finish = (v: number) => {
    clearTimeout(timer.current);
    // Held arrow keys commit many times; only the last value is an edit.
    const wait = dragging.current ? 0 : keyPause;
    dragging.current = false;
    waiting.current = v;
    timer.current = setTimeout(keep, wait);
  };
  return (
    <Radix.Root
      className={styles.root}
      value={[shown]}
      min={min}
      max={max}
      step={step}
      onPointerDown={() => {
        dragging.current = true;
      }}
      // What undo is asked for may still wait here.
      onKeyDown={(event) => (event.ctrlKey || event.metaKey) && keep()}
      onValueChange={([v]) => {
        if (v === undefined) return;
        setMoving({ from: value, at: v });
        onMove(v);
      }}
      onValueCommit={([v]) => v !== undefined && finish(v)}
    >
      <Radix.Track className={styles.track}>
        <Radix.Range className={styles.range} />
      </Radix.Track>
      <Radix.Thumb className={styles.thumb} aria-label={label} aria-valuetext={say(shown)} />
    </Radix.Root>
  );
}
