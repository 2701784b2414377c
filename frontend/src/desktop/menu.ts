// The window's menu bar lies outside the page and asks it to act by an event:
// what a menu item does and what a button does is one and the same.

/** What can be chosen in the menu bar; the names are those of app/menu.go. */
export type MenuActs = Readonly<Record<"new-household" | "open-plan" | "save-plan" | "undo" | "redo" | "about", () => void>>;

/** Obeys the menu bar until the returned function is called. */
export function obeyMenu(acts: MenuActs): () => void {
  const obey = (event: Event) => {
    const chosen = event instanceof CustomEvent ? String(event.detail) : "";
    if (!isAct(acts, chosen)) return;
    // In a field, undo means what was typed there.
    if ((chosen === "undo" || chosen === "redo") && inField(document.activeElement)) document.execCommand(chosen);
    else acts[chosen]();
  };
  window.addEventListener("meridian:menu", obey);
  return () => window.removeEventListener("meridian:menu", obey);
}

function isAct(acts: MenuActs, chosen: string): chosen is keyof MenuActs {
  return Object.hasOwn(acts, chosen);
}

function inField(focused: Element | null): boolean {
  if (!(focused instanceof HTMLElement)) return false;
  return focused.isContentEditable || ["INPUT", "TEXTAREA"].includes(focused.tagName);
}
