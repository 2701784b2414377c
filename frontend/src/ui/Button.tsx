import { useId, type ButtonHTMLAttributes, type MouseEvent, type ReactNode, type Ref } from "react";
import { useLocale } from "../i18n/text";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { useLocked } from "./lock";
import { Tooltip } from "./Tooltip";

/** What every button may say. None is out of reach without a word: see why and busy. */
interface Native extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  ref?: Ref<HTMLButtonElement>;
  /** Why it cannot be pressed now, in words; nothing where it can. It keeps the focus and its place, and says why to whoever points at it, presses it or reads it. */
  why?: string | false | undefined;
  /** What it began is under way, and is not begun twice. */
  busy?: boolean;
}

export interface ButtonProps extends Native {
  look?: "primary" | "secondary" | "quiet" | "danger";
  size?: "small" | "medium" | "large";
  /** An icon before the words. */
  icon?: ReactNode;
  /** Changes what is shown around it: not there where that is locked. */
  edits?: boolean;
}

export function Button({ look = "secondary", size = "medium", icon, edits = false, children, className, ...rest }: ButtonProps) {
  if (useLocked() && edits) return null;
  return (
    <Pressed className={classes(styles.button, styles[look], size !== "medium" && styles[size], className)} {...rest}>
      {icon}
      {children}
    </Pressed>
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

export function IconButton({ label, size = "medium", edits = false, className, children, ...rest }: IconButtonProps) {
  if (useLocked() && edits) return null;
  return (
    <Pressed tip={label} aria-label={label} className={classes(styles.button, styles.icon, size === "small" && styles.small, className)} {...rest}>
      {children}
    </Pressed>
  );
}

/** tip: what it does, where no words stand on it. */
function Pressed({ tip = "", why, busy = false, type = "button", onClick, "aria-describedby": about, children, ...rest }: Native & { tip?: string; children: ReactNode }) {
  const note = useId();
  const korean = useLocale() === "ko";
  const said = why || (busy && (korean ? "하고 있습니다." : "It is being done."));
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (!said) return onClick?.(event);
    event.preventDefault(); // nor does Enter in a field hand its form over
  };
  const rests = said && { "aria-disabled": true, "aria-describedby": classes(about, note), "aria-busy": busy || undefined };
  return (
    <>
      <Tooltip text={[tip, said].filter(Boolean).join(": ")} told={Boolean(said)}>
        <button type={type} aria-describedby={about} {...rest} {...rests} onClick={press}>
          {children}
        </button>
      </Tooltip>
      {said && (
        <span id={note} hidden>
          {said}
        </span>
      )}
    </>
  );
}
