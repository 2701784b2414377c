// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Button, IconButton } from "./Button";

beforeAll(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
const roots: Root[] = [];
afterEach(() => act(() => roots.splice(0).forEach((root) => root.unmount())));

/** A form with a button, and what it heard. */
function form(why: string, busy = false) {
  const heard: string[] = [];
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  roots.push(root);
  const show = (now: string, working: boolean) =>
    act(() =>
      root.render(
        <form
          onSubmit={(event) => {
            event.preventDefault();
            heard.push("submit");
          }}
        >
          <Button type="submit" why={now} busy={working} onClick={() => heard.push("press")}>
            Keep
          </Button>
          <IconButton label="Undo" why={now} onClick={() => heard.push("undo")}>
            ↶
          </IconButton>
        </form>,
      ),
    );
  show(why, busy);
  const [button, icon] = place.querySelectorAll("button") as unknown as [HTMLButtonElement, HTMLButtonElement];
  const said = (of: HTMLElement) => document.getElementById(of.getAttribute("aria-describedby") ?? "")?.textContent;
  return { heard, button, icon, said, show, press: (of: HTMLElement) => act(() => of.click()) };
}

test("a button that cannot be pressed says why, keeps the focus, and does nothing", () => {
  const f = form("Type a name first.");
  expect(f.button.getAttribute("aria-disabled")).toBe("true");
  expect(f.said(f.button)).toBe("Type a name first.");
  f.button.focus();
  f.press(f.button);
  f.press(f.icon);
  expect(f.heard).toEqual([]);
  expect(document.activeElement).toBe(f.button);
  expect([...document.body.querySelectorAll("[aria-hidden]")].at(-1)?.textContent).toBe("Undo: Type a name first."); // and to whoever only sees
});

test("it can be pressed once nothing stands against it, and has not moved", () => {
  const f = form("Type a name first.");
  f.button.focus();
  f.show("", false);
  expect(document.activeElement).toBe(f.button);
  expect(f.button.getAttribute("aria-disabled")).toBe(null);
  expect(f.button.getAttribute("aria-describedby")).toBe(null);
  f.press(f.button);
  expect(f.heard).toEqual(["press", "submit"]);
});

test("what is under way is not begun twice", () => {
  const f = form("", true);
  f.press(f.button);
  expect(f.heard).toEqual([]);
  expect(f.button.getAttribute("aria-busy")).toBe("true");
  expect(f.said(f.button)).toBe("It is being done.");
});
