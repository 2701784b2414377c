// What a person does, told once for every window: a journey speaks to a hand, and one hand drives
// Chromium by keyboard alone, another the real window.
import type { Paper } from "./papers";
import type { Say } from "./words";

export type Role = "button" | "link" | "radio" | "tab" | "textbox" | "menuitem" | "combobox";

export interface Hand {
  say: Say;
  /** Activates the first thing in sight with this role whose name begins so. */
  press: (role: Role, name: string) => Promise<void>;
  /** Writes into a field, over what stands there. */
  type: (name: string, text: string) => Promise<void>;
  key: (combination: string) => Promise<void>;
  /** Presses a button that asks for a file, and hands one over. */
  give: (button: string, paper: Paper) => Promise<void>;
  /** Waits until these words stand on the page. */
  see: (words: string) => Promise<void>;
  /** Waits until the newest plan has its full answer. */
  answered: () => Promise<void>;
}

/**
 * Finds things in a page by what they are called, as source that any browser runs: named(role, name)
 * gives the first element in sight, or null.
 */
export const finder = `
  const roleOf = (e) => e.getAttribute("role") ?? (e.tagName === "INPUT" ? ({ checkbox: "checkbox", radio: "radio", file: "" }[e.type] ?? "textbox") : { BUTTON: "button", A: "link", TEXTAREA: "textbox", SELECT: "combobox" }[e.tagName]);
  const words = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const nameOf = (e) => words(e.getAttribute("aria-label") ?? (e.labels?.length ? [...e.labels].map((l) => l.textContent).join(" ") : e.textContent));
  const seen = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 0 && !e.closest("[inert], [aria-hidden=true]");
  const is = (e, role, name) => roleOf(e) === role && nameOf(e).startsWith(words(name)) && !e.disabled && e.getAttribute("aria-disabled") !== "true";
  const named = (role, name) => [...(document.querySelector("dialog:modal") ?? document).querySelectorAll("[role], button, a, input, textarea, select")].find((e) => is(e, role, name) && seen(e)) ?? null;
`;
