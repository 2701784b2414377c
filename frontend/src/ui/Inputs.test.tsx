// @vitest-environment happy-dom
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test, vi } from "vitest";
import { LocaleProvider } from "../i18n/text";
import { Field, OneOf, Said } from "./Field";
import { MoneyInput, MonthInput, NumberInput, PercentInput, Select, TextInput } from "./Inputs";
import { MoneyProvider } from "./Money";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));

/** A form with fields in it, and the ways in which somebody fills them in. */
function form(fields: ReactNode, locale: "en" | "ko" = "en") {
  const place = document.body.appendChild(document.createElement("form"));
  const sent = vi.fn((event: Event) => event.preventDefault());
  place.addEventListener("submit", sent);
  act(() => createRoot(place).render(<MoneyProvider view={{ locale, privacy: "show", currency: "USD" }}>{fields}</MoneyProvider>));
  const input = (at = 0) => place.querySelectorAll("input")[at] as HTMLInputElement;
  return {
    input,
    select: () => place.querySelector("select") as HTMLSelectElement,
    type: (text: string, at = 0) =>
      act(() => {
        input(at).focus();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input(at), text);
        input(at).dispatchEvent(new Event("input", { bubbles: true }));
      }),
    leave: (at = 0) => act(() => input(at).blur()),
    /** What is said of a field. */
    said: (of: Element) => (of.getAttribute("aria-invalid") ? document.getElementById(of.getAttribute("aria-describedby") ?? "")?.textContent : null),
    alerts: () => [...place.querySelectorAll("[role=alert]")].map((note) => note.textContent),
    sent: () => {
      act(() => place.requestSubmit());
      return sent.mock.calls.length;
    },
  };
}

test("a number outside what can be stays as it was typed, is not taken, and is said to be so", () => {
  const taken = vi.fn();
  const f = form(<NumberInput label="Age" value={95} min={1} max={120} onCommit={taken} onType={taken} />);
  f.type("500");
  f.leave();
  expect([f.input().value, taken.mock.calls, f.said(f.input())]).toEqual(["500", [], "Write a number from 1 to 120."]);
  expect(f.alerts()).toEqual(["Write a number from 1 to 120."]);
  f.type("50");
  expect([f.said(f.input()), f.alerts()]).toEqual([null, []]);
  f.leave();
  expect(taken).toHaveBeenLastCalledWith(50);
});

test.each([
  ["en", <NumberInput key="a" label="x" value={1} min={1} onCommit={() => undefined} />, "0", "Write 1 or more."],
  ["ko", <NumberInput key="b" label="x" value={1} max={12_000} onCommit={() => undefined} />, "12001", "12,000 이하로 적어 주세요."],
  ["en", <PercentInput key="c" label="x" value={0.5} min={0} max={1} onCommit={() => undefined} />, "150", "Write a number from 0 to 100."],
  ["en", <MonthInput key="d" label="x" value="1980-06" onCommit={() => undefined} />, "198", "Write a number from 1900 to 2200."],
  ["ko", <MonthInput key="e" label="x" value="1980-06" onCommit={() => undefined} />, "", "비워 둘 수 없습니다."],
  ["en", <TextInput key="f" label="x" value="Kim" required onCommit={() => undefined} />, "  ", "This cannot be empty."],
  ["ko", <MoneyInput key="g" label="x" value="100" currency="KRW" onCommit={() => undefined} />, "많이", "금액으로 읽을 수 없습니다. 4,500이나 1억 2천만처럼 적어 주세요."],
  ["en", <TextInput key="h" label="x" value="EUR" check={(text) => (text === "EUR" ? "" : "Only euros.")} onCommit={() => undefined} />, "USD", "Only euros."],
] as const)("what cannot be taken stays, with words in %s (%#)", (locale, field, typed, words) => {
  const f = form(field, locale);
  f.type(typed);
  f.leave();
  expect([f.input().value, f.said(f.input())]).toEqual([typed, words]);
});

test("a form is not handed over while a field shows something else than what would be sent", () => {
  const f = form(<MoneyInput label="Pay" value="100" currency="USD" onCommit={() => undefined} />);
  f.type("a lot");
  f.leave();
  expect(f.sent()).toBe(0);
  expect(document.activeElement).toBe(f.input());
  f.type("200");
  expect(f.sent()).toBe(1);
});

test("what is refused is read out with the field, and once; where something else reads it out, not again", () => {
  const f = form(
    <>
      <Field label="Host" error="Must be a plain name.">
        <TextInput value="x" onCommit={() => undefined} />
      </Field>
      <Field label="Kind" error="No such kind." heard>
        <Select value="a" options={[{ value: "a", label: "A" }]} onChange={() => undefined} />
      </Field>
    </>,
  );
  expect([f.said(f.input()), f.said(f.select())]).toEqual(["Must be a plain name.", "No such kind."]);
  expect(f.alerts()).toEqual(["Must be a plain name."]);
});

test("of several inputs that are one answer those are marked that are wrong", () => {
  const f = form(
    <>
      <Said by="why" wrong>
        <OneOf wrong>
          <NumberInput label="Years" value={500} onCommit={() => undefined} />
        </OneOf>
        <OneOf wrong={false}>
          <NumberInput label="Months" value={3} onCommit={() => undefined} />
        </OneOf>
      </Said>
      <p id="why">Nobody grows so old.</p>
    </>,
  );
  expect([f.said(f.input(0)), f.said(f.input(1))]).toEqual(["Nobody grows so old.", null]);
  expect(f.input(1).getAttribute("aria-describedby")).toBe(null);
});

test("outside a plan a field speaks the reader's language too", () => {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  act(() => root.render(<LocaleProvider locale="ko"><MonthInput label="태어난 달" value="1984-05" onCommit={() => undefined} /></LocaleProvider>));
  expect(place.querySelectorAll("option")[4]?.textContent).toBe("5월");
  act(() => root.unmount());
});
