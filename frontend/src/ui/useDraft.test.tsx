// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { PlaceProvider } from "./left";
import { useDraft } from "./useDraft";

beforeAll(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
beforeEach(() => sessionStorage.clear());

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
function field(first: string, where = "") {
  const committed: string[] = [];
  const commit = (text: string) => void committed.push(text);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const keep = (kept: string) => act(() => root.render(<PlaceProvider value={where}><Field kept={kept} commit={commit} /></PlaceProvider>));
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
  return { committed, input, keep, type, press, said, enter: () => act(() => input.focus()), leave: () => act(() => input.blur()), crash: () => place.remove() };
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

test("what cannot be taken is found again when the page comes again, with the words why", () => {
  const f = field("100", "plan/balance");
  f.enter();
  f.type("2?");
  f.leave();
  f.crash();
  const again = field("100", "plan/balance");
  expect(again.input.value).toBe("2?");
  expect(again.said()).toBe("No questions.");
  expect(field("100", "plan/other").input.value).toBe("100");
  again.enter();
  again.type("2");
  again.leave();
  expect(again.committed).toEqual(["2"]);
  expect(field("2", "plan/balance").input.value).toBe("2");
});

test("what was being typed when the page fell over is committed when it comes again, unless somebody was quicker", () => {
  for (const [kept, committed] of [["100", ["12"]], ["900", []]] as const) {
    const f = field("100", "plan/balance");
    f.enter();
    f.type("12");
    f.crash();
    const again = field(kept, "plan/balance");
    expect(again.committed).toEqual(committed);
    expect(field(kept, "plan/balance").committed).toEqual([]);
  }
});

test("what was taken back with Escape, or overtaken where nobody writes, is not found again", () => {
  const f = field("100", "plan/balance");
  f.enter();
  f.type("2?");
  f.press("Escape");
  expect(field("100", "plan/balance").input.value).toBe("100");
  f.type("3?");
  f.leave();
  f.keep("900");
  expect(field("900", "plan/balance").input.value).toBe("900");
});
