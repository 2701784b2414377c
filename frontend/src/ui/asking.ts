import { cloneElement, type KeyboardEvent, type MouseEvent, type ReactElement } from "react";

/** A button that takes a button's attributes. */
export type Trigger = ReactElement<Record<string, unknown>>;

/** The button of something that is not fetched yet: it says what it opens, calls for it when somebody comes near, and asks for it when pressed. */
export function asking(trigger: Trigger, opens: "menu" | "dialog", near: () => void, ask: (typed: boolean) => void): ReactElement {
  return cloneElement(trigger, {
    "aria-haspopup": opens,
    "aria-expanded": false,
    onPointerEnter: near,
    onFocus: near,
    onClick: (event: MouseEvent) => ask(event.detail === 0), // no clicks were counted: it came from a key
    onKeyDown: (event: KeyboardEvent) => {
      if (opens !== "menu" || event.key !== "ArrowDown") return;
      event.preventDefault();
      ask(true);
    },
  });
}
