import { Component, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { EmptyState, FailedState } from "../ui/Card";
import { Mark } from "./Mark";
import styles from "./States.module.css";

/** On the way: nothing to read yet. */
export function Loading() {
  const t = useText();
  return (
    <div className={styles.center} role="status" aria-label={t("app.loading")}>
      <Mark className={styles.mark} />
    </div>
  );
}

/** Before there are words: the mark alone. */
export function Blank() {
  return (
    <div className={styles.center} role="status">
      <Mark className={styles.mark} />
    </div>
  );
}

/** No such plan or page. */
export function Missing() {
  const t = useText();
  const go = useNavigate();
  return (
    <div className={styles.page}>
      <EmptyState
        page
        title={t("missing.title")}
        actions={
          <Button look="primary" onClick={() => void go("/")}>
            {t("missing.home")}
          </Button>
        }
      >
        {t("missing.text")}
      </EmptyState>
    </div>
  );
}

function Broken({ error }: { error: Error }) {
  const t = useText();
  return (
    <div className={styles.page}>
      <FailedState
        page
        title={t("crash.title")}
        fix={t("crash.text")}
        actions={
          <Button look="primary" onClick={() => window.location.reload()}>
            {t("crash.reload")}
          </Button>
        }
      />
      <pre className={styles.trace}>{error.stack ?? error.message}</pre>
    </div>
  );
}

/** Keeps one broken screen from taking the frame with it; a new place starts afresh (give it a key). */
export class Guard extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}
