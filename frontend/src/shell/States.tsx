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

interface Guarded {
  /** Where this is; another place starts afresh. */
  at: string;
  children: ReactNode;
}

/** Keeps one broken screen from taking the frame with it. */
export class Guard extends Component<Guarded, { error: Error | null; at: string }> {
  override state: { error: Error | null; at: string } = { error: null, at: this.props.at };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  static getDerivedStateFromProps(props: Guarded, state: { at: string }) {
    return props.at === state.at ? null : { at: props.at, error: null };
  }

  override render(): ReactNode {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}
