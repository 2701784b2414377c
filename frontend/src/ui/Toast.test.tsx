// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test, vi } from "vitest";
import { LocaleProvider } from "../i18n/text";
import { Toasts, ToastProvider, useToast } from "./Toast";

beforeAll(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));

/** A page with its live region, and another region that stands above it while a dialog is open. */
function page() {
  const heard: { toaster?: ReturnType<typeof useToast> } = {};
  function Speaker() {
    Object.assign(heard, { toaster: useToast() });
    return null;
  }
  const place = document.createElement("div");
  const root = createRoot(place);
  const show = (dialog: boolean) =>
    act(() =>
      root.render(
        <LocaleProvider locale="en">
          <ToastProvider>
            <Speaker />
            <div id="page">
              <Toasts />
            </div>
            {dialog && (
              <div id="dialog">
                <Toasts within />
              </div>
            )}
          </ToastProvider>
        </LocaleProvider>,
      ),
    );
  show(false);
  const said = (where: string) => [...place.querySelectorAll(`#${where} [role=log] p`)].map((p) => p.textContent);
  const noted = (where: string) => place.querySelector(`#${where} [role=status]`)?.textContent;
  const say = (...texts: string[]) => act(() => texts.forEach((text) => heard.toaster?.announce(text)));
  return { show, said, noted, say, toast: (text: string) => act(() => heard.toaster?.toast({ text })) };
}

test("two things said at once are both heard, and so is the same again", () => {
  const p = page();
  p.say("The forecast is ready.", "A document is ready.");
  p.say("The forecast is ready.");
  expect(p.said("page")).toEqual(["The forecast is ready.", "A document is ready.", "The forecast is ready."]);
});

test("what is said while a dialog is open is said in it, where it can be heard and seen", () => {
  const p = page();
  p.show(true);
  p.say("Copied.");
  p.toast("The plan was brought back.");
  expect([p.said("page"), p.noted("page")]).toEqual([[], ""]);
  expect([p.said("dialog"), p.noted("dialog")]).toEqual([["Copied."], "The plan was brought back."]);
});

test("what was noted on the page stays there under a dialog, and what was noted in one outlives it", () => {
  const p = page();
  p.toast("It is made.");
  p.show(true);
  expect([p.noted("page"), p.noted("dialog")]).toEqual(["It is made.", ""]);
  p.toast("Copied.");
  expect([p.noted("page"), p.noted("dialog")]).toEqual(["It is made.", "Copied."]);
  p.show(false);
  expect(p.noted("page")).toBe("It is made.Copied.");
});

test("what is said as a dialog closes is heard on the page, and what was heard before is not said again", () => {
  vi.useFakeTimers();
  const p = page();
  p.say("Long ago.");
  vi.advanceTimersByTime(60_000);
  p.show(true);
  p.say("Kept.");
  p.show(false);
  expect(p.said("page")).toEqual(["Kept."]);
  vi.useRealTimers();
});
