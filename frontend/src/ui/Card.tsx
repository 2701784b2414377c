import type { ReactNode } from "react";
import styles from "./Card.module.css";
import { classes } from "./classes";

export interface CardProps {
  title?: ReactNode;
  /** A small act or note at the end of the title line. */
  aside?: ReactNode;
  /** plain: a hairline above instead of a box. */
  look?: "box" | "plain";
  className?: string | undefined;
  children: ReactNode;
}

export function Card({ title, aside, look = "box", className, children }: CardProps) {
  return (
    <section className={classes(styles.card, look === "plain" && styles.plain, className)}>
      {(title || aside) && (
        <div className={styles.head}>
          {title && <h2 className={styles.title}>{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

export function Badge({ tone = "neutral", icon, children }: { tone?: "neutral" | "good" | "warn" | "bad" | "accent"; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes(styles.badge, tone !== "neutral" && styles[tone])}>
      {icon}
      {children}
    </span>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

/** Nothing here yet: why the place exists, and the first thing to do. page: it is all there is on the page. */
export function EmptyState({ title, children, actions, page = false }: { title: ReactNode; children?: ReactNode; actions?: ReactNode; page?: boolean }) {
  const Heading = page ? "h1" : "h2";
  return (
    <div className={styles.state}>
      <Heading className={styles.stateTitle}>{title}</Heading>
      {children && <div className={styles.stateText}>{children}</div>}
      {actions && <div className={styles.stateActions}>{actions}</div>}
    </div>
  );
}

/** Something went wrong: what, what to do about it, and a way on. */
export function FailedState({ title, fix, actions, page = false }: { title: ReactNode; fix?: ReactNode; actions?: ReactNode; page?: boolean }) {
  const Heading = page ? "h1" : "h2";
  return (
    <div className={styles.state} role="alert">
      <Heading className={styles.stateTitle}>{title}</Heading>
      {fix && <p className={styles.stateText}>{fix}</p>}
      {actions && <div className={styles.stateActions}>{actions}</div>}
    </div>
  );
}

/** Room kept for what is on its way. */
export function Skeleton({ width = "100%", height = "1em" }: { width?: string | number; height?: string | number }) {
  return <span aria-hidden data-skeleton className={styles.skeleton} style={{ width, height }} />;
}
