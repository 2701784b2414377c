// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LocaleProvider } from "../i18n/text";
import { ToastProvider, Toasts } from "./Toast";
import { useProgressNews, type LongWork } from "./useProgressNews";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** Work as it goes on, and all that was read out of it. */
function work() {
  const place = document.createElement("div");
  const root = createRoot(place);
  function Work(now: LongWork) {
    useProgressNews(now);
    return null;
  }
  const heard: string[] = [];
  const listen = () => {
    const said = [...place.querySelectorAll("[role=log] p")].map((p) => p.textContent);
    heard.push(...said.filter((text) => !heard.includes(text)));
  };
  const show = (now: LongWork) => {
    act(() =>
      root.render(
        <LocaleProvider locale="en">
          <ToastProvider>
            <Work {...now} />
            <Toasts />
          </ToastProvider>
        </LocaleProvider>,
      ),
    );
    listen();
  };
  const pass = (ms: number) => {
    act(() => vi.advanceTimersByTime(ms));
    listen();
  };
  return { show, pass, heard };
}

test("what is over in a second is not told", () => {
  const { show, pass, heard } = work();
  show({ name: "Reading", end: "It was read." });
  pass(900);
  show({ name: "", end: "It was read." });
  pass(60_000);
  expect(heard).toEqual([]);
});

test("that it goes on, a quarter now and then, and what came of it", () => {
  const { show, pass, heard } = work();
  show({ name: "Fetching", share: 0 });
  pass(1100);
  for (let done = 1; done <= 100; done++) {
    show({ name: "Fetching", share: done / 100 });
    pass(300);
  }
  show({ name: "", end: "It is here." });
  expect(heard).toEqual(["Fetching", "Fetching: 50%", "It is here."]);
});

test("what something else tells is not told twice", () => {
  const { show, pass, heard } = work();
  show({ name: "Fetching" });
  pass(5000);
  show({ name: "" });
  expect(heard).toEqual(["Fetching"]);
});
