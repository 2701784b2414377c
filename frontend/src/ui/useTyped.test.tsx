// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test, vi } from "vitest";
import { useTyped } from "./useTyped";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
beforeEach(() => sessionStorage.clear());

/** A page that is open, until it is left. */
function page<T extends string | object>(start: T, given?: T) {
  const seen = { value: start, type: (() => {}) as (next: T) => void, forget: () => {} };
  function Page() {
    const [value, type, forget] = useTyped("here", start, given);
    Object.assign(seen, { value, type, forget });
    return null;
  }
  const root = createRoot(document.createElement("div"));
  act(() => root.render(<Page />));
  return { seen, type: (next: T) => act(() => seen.type(next)), leave: () => act(() => root.unmount()), forget: () => act(() => seen.forget()) };
}

test("what was typed stands there when the page comes again, until it is handed over", () => {
  const first = page<string>("");
  first.type("What is the fee?");
  first.leave();
  const second = page<string>("");
  expect(second.seen.value).toBe("What is the fee?");
  second.forget();
  expect(second.seen.value).toBe("");
  second.leave();
  expect(page<string>("").seen.value).toBe("");
});

test("what is given stands before what was typed", () => {
  page<string>("").type("mine");
  expect(page<string>("", "yours").seen.value).toBe("yours");
});

test("a form knows its new fields, and what another version left is none", () => {
  page<{ name: string; age?: number }>({ name: "" }).type({ name: "Lee" });
  expect(page({ name: "", age: 3 }).seen.value).toEqual({ name: "Lee", age: 3 });
  expect(page<string>("").seen.value).toBe("");
  sessionStorage.setItem("typed.here", "{");
  expect(page<string>("").seen.value).toBe("");
});

test("what a window has no room for is not kept, and nothing breaks", () => {
  const full = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: full, removeItem: () => undefined });
  const first = page<string>("");
  first.type("a whole book");
  expect(first.seen.value).toBe("a whole book");
  first.leave();
  vi.unstubAllGlobals();
});
