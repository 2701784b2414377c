import { cloneElement, useContext, useEffect, useLayoutEffect, useRef, useState, type ReactElement, type SyntheticEvent } from "react";
import { createPortal } from "react-dom";
import { Layer } from "./layer";
import styles from "./Tooltip.module.css";

type Hear = (event: SyntheticEvent<HTMLElement>) => void;
type Child = ReactElement<Record<string, unknown>>;

const pause = 500; // milliseconds a pointer rests before it is told
const grace = 120; // milliseconds to move from the button onto the words

/** One thing that happens later, unless something else does first. */
class Wait {
  #timer: number | undefined;
  begin(milliseconds: number, act: () => void): void {
    this.end();
    this.#timer = window.setTimeout(act, milliseconds);
  }
  end(): void {
    clearTimeout(this.#timer);
  }
}

/**
 * What a button without words does, or why one cannot be pressed, on hover and on focus by keyboard; its
 * accessible name or description says the same, so that readers hear it once. told: pressing it shows the words too.
 */
export function Tooltip({ text, told = false, children }: { text: string; told?: boolean; children: Child }) {
  const [over, setOver] = useState<DOMRect | null>(null);
  const [wait] = useState(() => new Wait());
  const hide = () => {
    wait.end();
    setOver(null);
  };
  useEffect(() => () => wait.end(), [wait]);
  const hear = (name: string, own: Hear): Record<string, Hear> => ({
    [name]: (event) => {
      (children.props[name] as Hear | undefined)?.(event);
      own(event);
    },
  });
  const button = cloneElement(children, {
    ...hear("onPointerEnter", ({ currentTarget, nativeEvent }) => {
      if ((nativeEvent as PointerEvent).pointerType !== "touch") wait.begin(pause, () => setOver(currentTarget.getBoundingClientRect()));
    }),
    ...hear("onPointerLeave", () => wait.begin(grace, hide)),
    ...hear("onPointerDown", hide),
    ...hear("onFocus", ({ currentTarget }) => currentTarget.matches(":focus-visible") && setOver(currentTarget.getBoundingClientRect())),
    ...hear("onBlur", hide),
    ...hear("onClick", ({ currentTarget }) => told && setOver(currentTarget.getBoundingClientRect())),
  });
  return (
    <>
      {button}
      {over && text && <Tip text={text} beside={over} stay={() => wait.end()} leave={() => wait.begin(grace, hide)} hide={hide} />}
    </>
  );
}

const gap = 6;
const margin = 8;

function Tip({ text, beside, stay, leave, hide }: { text: string; beside: DOMRect; stay: () => void; leave: () => void; hide: () => void }) {
  const layer = useContext(Layer);
  const ref = useRef<HTMLDivElement>(null);
  const away = useRef(hide);
  useLayoutEffect(() => {
    away.current = hide;
  });
  useLayoutEffect(() => {
    const tip = ref.current;
    if (!tip) return;
    const { offsetWidth: wide, offsetHeight: high } = tip;
    const left = beside.left + (beside.width - wide) / 2;
    const below = beside.bottom + gap;
    tip.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - wide - margin))}px`;
    tip.style.top = `${below + high + margin > window.innerHeight ? beside.top - gap - high : below}px`;
  }, [beside, text]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => event.key === "Escape" && away.current();
    const move = () => away.current();
    window.addEventListener("keydown", key, true);
    window.addEventListener("scroll", move, true);
    return () => {
      window.removeEventListener("keydown", key, true);
      window.removeEventListener("scroll", move, true);
    };
  }, []);
  return createPortal(
    <div ref={ref} className={styles.tip} aria-hidden onPointerEnter={stay} onPointerLeave={leave}>
      {text}
    </div>,
    layer ?? document.body,
  );
}
