import type { KeyboardEvent } from "react";

/** For a form of many fields: Enter in one of them keeps what was typed there and hands nothing over. */
export function stayOnEnter(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}
