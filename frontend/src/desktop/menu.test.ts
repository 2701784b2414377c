// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { type MenuActs, obeyMenu } from "./menu";

function acts(): { [K in keyof MenuActs]: ReturnType<typeof vi.fn<() => void>> } {
  return { "new-household": vi.fn(), "open-plan": vi.fn(), "save-plan": vi.fn(), undo: vi.fn(), redo: vi.fn(), about: vi.fn() };
}

const choose = (detail: unknown) => window.dispatchEvent(new CustomEvent("meridian:menu", { detail }));

afterEach(() => document.body.replaceChildren());

test("a chosen item is done, and nothing after the menu is let go", () => {
  const all = acts();
  const stop = obeyMenu(all);
  choose("open-plan");
  stop();
  choose("open-plan");
  expect(all["open-plan"]).toHaveBeenCalledOnce();
});

test("what is no item is ignored", () => {
  const all = acts();
  const stop = obeyMenu(all);
  for (const odd of ["toString", "", null, 7]) choose(odd);
  stop();
  for (const act of Object.values(all)) expect(act).not.toHaveBeenCalled();
});

test("undo in a field takes back what was typed, not the plan", () => {
  const all = acts();
  const typed = vi.fn();
  Object.assign(document, { execCommand: typed });
  document.body.innerHTML = "<input>";
  document.querySelector("input")?.focus();
  const stop = obeyMenu(all);
  choose("undo");
  document.querySelector("input")?.blur();
  choose("undo");
  stop();
  expect(typed).toHaveBeenCalledExactlyOnceWith("undo");
  expect(all.undo).toHaveBeenCalledOnce();
});
