// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test, vi } from "vitest";
import { useBringing, type Bringing } from "./bringing";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  sessionStorage.clear();
});

const none = { name: "", data: "", choices: { column: 0 } };

/** A page that brings a file, until it is loaded again. */
function page() {
  const seen: { bringing?: Bringing<{ column: number }> } = {};
  function Page() {
    Object.assign(seen, { bringing: useBringing("here", none, 8) });
    return null;
  }
  const root = createRoot(document.createElement("div"));
  act(() => root.render(<Page />));
  const now = () => seen.bringing as Bringing<{ column: number }>;
  return {
    now,
    take: (name: string, text: string) => act(async () => void (await now().take(new File([text], name)))),
    choose: (column: number) => act(() => now().choose({ column })),
    forget: () => act(() => now().forget()),
    reload: () => {
      act(() => root.unmount());
      return page();
    },
  };
}

test("a file and what was chosen for it are there after a reload, until they are handed over", async () => {
  const first = page();
  await first.take("shop.csv", "a,b");
  first.choose(2);
  const second = first.reload();
  expect(second.now()).toMatchObject({ file: { name: "shop.csv", data: btoa("a,b") }, lost: "", choices: { column: 2 } });
  second.forget();
  expect(second.now()).toMatchObject({ file: null, choices: { column: 0 } });
  expect(second.reload().now().file).toBe(null);
});

test("another file begins with nothing chosen", async () => {
  const first = page();
  await first.take("shop.csv", "a,b");
  first.choose(2);
  await first.take("bank.csv", "a,b");
  expect(first.now().choices).toEqual({ column: 0 });
});

test("what was chosen for a file that is too large waits until it is chosen again", async () => {
  const large = "a,b,c,d";
  const first = page();
  await first.take("years.csv", large);
  first.choose(2);
  const second = first.reload();
  expect(second.now()).toMatchObject({ file: null, lost: "years.csv", choices: { column: 2 } });
  await second.take("years.csv", large);
  expect(second.now()).toMatchObject({ lost: "", choices: { column: 2 } });
  const third = second.reload();
  await third.take("other.csv", large);
  expect(third.now().choices).toEqual({ column: 0 });
});
