import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { useLocked } from "./lock";
import { Tooltip } from "./Tooltip";

type Native = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };

export interface ButtonProps extends Native {
  look?: "primary" | "secondary" | "quiet" | "danger";
  size?: "small" | "medium" | "large";
  /** An icon before the words. */
  icon?: ReactNode;
  /** Changes what is shown around it: not there where that is locked. */
  edits?: boolean;
}

export function Button({ look = "secondary", size = "medium", icon, edits = false, children, className, type = "button", ...rest }: ButtonProps) {
  if (useLocked() && edits) return null;
  return (
    <button type={type} className={classes(styles.button, styles[look], size !== "medium" && styles[size], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Native {
  /** What it does, in words: its accessible name and its tooltip. */
  label: string;
  size?: "small" | "medium";
  /** As of a Button. */
  edits?: boolean;
  children: ReactNode;
}

export function IconButton({ label, size = "medium", edits = false, className, children, type = "button", ...rest }: IconButtonProps) {
  if (useLocked() && edits) return null;
  return (
    <Tooltip text={label}>
      <button type={type} aria-label={label} className={classes(styles.button, styles.icon, size === "small" && styles.small, className)} {...rest}>
        {children}
      </button>
    </Tooltip>
  );
}
