// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test, vi } from "vitest";
import { useDraft } from "./useDraft";

beforeAll(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));

function Field({ kept, commit }: { kept: string; commit: (text: string) => boolean | void }) {
  return <input {...useDraft(kept, commit).bind} />;
}

/** A field of the plan, and the ways in which things happen to it. */
function field(first: string) {
  const committed: string[] = [];
  const commit = (text: string) => (text === "?" ? false : void committed.push(text));
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
  return { committed, input, keep, type, enter: () => act(() => input.focus()), leave: () => act(() => input.blur()) };
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

test("what cannot be read stays to be corrected", () => {
  const f = field("100");
  f.enter();
  f.type("?");
  f.leave();
  expect(f.input.value).toBe("?");
  expect(f.committed).toEqual([]);
});
