// A list whose order matters: drag by the handle, or press the arrow keys on it.
import { GripVertical } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { classes } from "../ui/classes";
import { useLocked } from "../ui/lock";
import { useToast } from "../ui/Toast";
import { movedItem } from "./order";
import { placeUnder } from "./rank";
import styles from "./Ranked.module.css";

interface RankedProps {
  ids: readonly string[];
  /** The name of an item, for its handle and for what is announced. */
  label: (id: string) => string;
  onMove: (id: string, to: number) => void;
  children: (id: string, handle: ReactNode) => ReactNode;
}

interface Drag {
  id: string;
  order: readonly string[];
}

export function Ranked({ ids, label, onMove, children }: RankedProps) {
  const t = useText();
  const { announce } = useToast();
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const shown = drag?.order ?? ids;
  const follows = useRef<number | null>(null);
  useEffect(() => {
    // Focus goes with the item, also where items are known by their place.
    if (follows.current === null) return;
    list.current?.children[follows.current]?.querySelector<HTMLElement>("[data-handle]")?.focus();
    follows.current = null;
  }, [ids]);

  const move = (id: string, to: number) => {
    const at = Math.max(0, Math.min(ids.length - 1, to));
    if (at === ids.indexOf(id)) return;
    onMove(id, at);
    announce(t("plan.rank.moved", { name: label(id), place: at + 1, count: ids.length }));
  };
  const follow = (event: PointerEvent) => {
    if (!drag || !list.current) return;
    const boxes = [...list.current.children].map((row) => row.getBoundingClientRect());
    const from = drag.order.indexOf(drag.id);
    const to = placeUnder(boxes, from, event.clientY);
    if (to !== from) setDrag({ ...drag, order: movedItem(drag.order, from, to) });
  };
  const drop = () => {
    if (drag) move(drag.id, drag.order.indexOf(drag.id));
    setDrag(null);
  };
  const press = (event: KeyboardEvent, id: string) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    follows.current = Math.max(0, Math.min(ids.length - 1, ids.indexOf(id) + by));
    move(id, ids.indexOf(id) + by);
  };
  const locked = useLocked();
  const handle = (id: string) => locked ? null : (
    <button
      type="button"
      className={styles.handle}
      data-handle
      aria-label={t("plan.rank.handle", { name: label(id), place: ids.indexOf(id) + 1, count: ids.length })}
      onKeyDown={(event) => press(event, id)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ id, order: ids });
      }}
      onPointerMove={follow}
      onPointerUp={drop}
      onPointerCancel={() => setDrag(null)}
    >
      <GripVertical size={16} aria-hidden />
    </button>
  );
  return (
    <ol ref={list} className={styles.list}>
      {shown.map((id) => (
        <li key={id} className={classes(styles.item, drag?.id === id && styles.dragged)}>
          {children(id, handle(id))}
        </li>
      ))}
    </ol>
  );
}
