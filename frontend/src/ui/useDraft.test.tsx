// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test, vi } from "vitest";
import { useDraft } from "./useDraft";

beforeAll(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));

function Field({ kept, commit }: { kept: string; commit: (text: string) => void }) {
  const draft = useDraft(kept, { commit, check: (text) => (text.includes("?") ? "No questions." : "") });
  return (
    <>
      <input {...draft.bind} />
      <p>{draft.wrong}</p>
    </>
  );
}

/** A field of the plan, and the ways in which things happen to it. */
function field(first: string) {
  const committed: string[] = [];
  const commit = (text: string) => void committed.push(text);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const keep = (kept: string) => act(() => root.render(<Field kept={kept} commit={commit} />));
  keep(first);
  const input = place.querySelector("input") as HTMLInputElement;
  const type = (text: string) =>
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  /** Whether the key was kept from doing what it usually does. */
  const press = (key: string) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    act(() => void input.dispatchEvent(event));
    return event.defaultPrevented;
  };
  const said = () => place.querySelector("p")?.textContent;
  return { committed, input, keep, type, press, said, enter: () => act(() => input.focus()), leave: () => act(() => input.blur()) };
}

test("what is being typed outlives a change from another window", () => {
  const f = field("100");
  f.enter();
  f.type("12");
  f.keep("900");
  expect(f.input.value).toBe("12");
  f.leave();
  expect(f.committed).toEqual(["12"]);
});

test("a field in which nothing was typed follows, and commits nothing when it is left", () => {
  const f = field("100");
  f.enter();
  f.keep("900");
  expect(f.input.value).toBe("900");
  f.leave();
  expect(f.committed).toEqual([]);
});

test("what cannot be taken stays to be corrected, with the words why until it is", () => {
  const f = field("100");
  f.enter();
  f.type("2?");
  expect(f.said()).toBe(""); // whoever still writes is not interrupted
  f.leave();
  expect(f.input.value).toBe("2?");
  expect(f.said()).toBe("No questions.");
  expect(f.committed).toEqual([]);
  f.enter();
  f.type("2");
  expect(f.said()).toBe("");
  f.leave();
  expect(f.committed).toEqual(["2"]);
});

test("a form is not handed over with Enter in a field that is wrong", () => {
  const f = field("100");
  f.enter();
  f.type("?");
  expect(f.press("Enter")).toBe(true);
  f.type("7");
  expect(f.press("Enter")).toBe(false);
  expect(f.committed).toEqual(["7"]);
});

test("what is being typed is committed when the page is left, as by a reload", () => {
  const f = field("100");
  f.enter();
  f.type("12");
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(f.committed).toEqual(["12"]);
});
