import { X } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useLocale } from "../i18n/text";
import { IconButton } from "./Button";
import { classes } from "./classes";
import { Layer } from "./layer";
import styles from "./Dialog.module.css";
import { Toasts } from "./Toast";

export interface DialogProps {
  open: boolean;
  /** Escape, the cross, or a click outside. */
  onClose: () => void;
  title: ReactNode;
  /** Buttons at the end, the main one last. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A question that waits for an answer. The page behind rests; focus returns to where it was. */
export function Dialog(props: DialogProps) {
  return props.open ? <Modal {...props} look={undefined} /> : null;
}

/** A panel from the side: editing one record while the page stays in sight. */
export function Drawer(props: DialogProps) {
  return props.open ? <Modal {...props} look={styles.drawer} /> : null;
}

function Modal({ onClose, title, actions, children, look }: DialogProps & { look: string | undefined }) {
  const ref = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const box = body.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setScrolls(box.scrollHeight > box.clientHeight));
    for (const part of [box, ...box.children]) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  const id = useId();
  const korean = useLocale() === "ko";
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const back = document.activeElement;
    dialog.showModal();
    dialog.focus(); // its title is heard first; the button that closes it is no answer to begin with
    setLayer(dialog);
    return () => {
      dialog.close();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape closes; the click is on the backdrop
    <dialog
      ref={ref}
      className={classes(styles.dialog, look)}
      tabIndex={-1}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // What is open above the dialog takes Escape for itself and keeps the dialog from hearing of it.
        if (event.key !== "Escape" || !ref.current?.contains(event.target as Node)) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === ref.current && outside(event, ref.current) && onClose()}
    >
      <Layer value={layer}>
        <div className={styles.head}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          <IconButton label={korean ? "닫기" : "Close"} size="small" onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </div>
        {/* What scrolls must be reachable without a mouse, whatever stands in it. */}
        <div ref={body} className={styles.body} {...(scrolls ? { tabIndex: 0, role: "group", "aria-labelledby": id } : {})}>
          {children}
        </div>
        {actions && <div className={styles.foot}>{actions}</div>}
        <Toasts within />
      </Layer>
    </dialog>
  );
}

function outside(event: { clientX: number; clientY: number }, dialog: HTMLElement): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
