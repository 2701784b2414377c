import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { Tooltip } from "./Tooltip";

type Native = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };

export interface ButtonProps extends Native {
  look?: "primary" | "secondary" | "quiet" | "danger";
  size?: "small" | "medium" | "large";
  /** An icon before the words. */
  icon?: ReactNode;
}

export function Button({ look = "secondary", size = "medium", icon, children, className, type = "button", ...rest }: ButtonProps) {
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
  children: ReactNode;
}

export function IconButton({ label, size = "medium", className, children, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button type={type} aria-label={label} className={classes(styles.button, styles.icon, size === "small" && styles.small, className)} {...rest}>
        {children}
      </button>
    </Tooltip>
  );
}
