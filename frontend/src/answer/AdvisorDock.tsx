// The advisor beside every screen; below 900 pixels a sheet over it.
import { Maximize2, Plus, X } from "lucide-react";
import { useEffect, useId, useRef, useSyncExternalStore } from "react";
import { Link } from "react-router";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { IconButton } from "../ui/Button";
import { Drawer } from "../ui/Dialog";
import { Advisor } from "./Advisor";
import styles from "./AdvisorDock.module.css";
import { useConversation } from "./conversation";

const narrow = "(max-width: 900px)";

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(narrow);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(narrow).matches,
  );
}

export function AdvisorDock({ onClose }: { onClose: () => void }) {
  const t = useText();
  const id = useId();
  const ref = useRef<HTMLElement>(null);
  const sheet = useNarrow();
  useReturnOfFocus();
  if (sheet) {
    return (
      <Drawer open onClose={onClose} title={t("advisor.title")}>
        <div className={styles.sheet}>
          <Advisor focused offers={4} />
        </div>
      </Drawer>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes from anywhere within, as in a dialog
    <aside
      ref={ref}
      className={styles.dock}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented || !ref.current?.contains(event.target as Node)) return;
        onClose();
      }}
    >
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {t("advisor.title")}
        </h2>
        <Tools onClose={onClose} />
      </div>
      <Advisor focused offers={4} />
    </aside>
  );
}

function Tools({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { open, thread } = useConversation();
  const { id } = usePlanSession().state;
  return (
    <>
      {thread && (
        <IconButton size="small" label={t("advisor.new")} onClick={() => open(null)}>
          <Plus size={16} aria-hidden />
        </IconButton>
      )}
      <Link to={`/h/${id}/advisor`} className={styles.wide} aria-label={t("advisor.page")} onClick={onClose}>
        <Maximize2 size={15} aria-hidden />
      </Link>
      <IconButton size="small" label={t("advisor.close")} onClick={onClose}>
        <X size={17} aria-hidden />
      </IconButton>
    </>
  );
}

/** Closing gives the focus back to what had it. */
function useReturnOfFocus(): void {
  useEffect(() => {
    const back = document.activeElement;
    return () => {
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
}
