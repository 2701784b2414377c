// @vitest-environment happy-dom
import { Suspense } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import { expect, test, vi } from "vitest";
import { part } from "./part";

const Screen = () => <h1>there</h1>;

/** What stands on the page right after it was asked to show a part. */
function shown(Part: typeof Screen): { place: HTMLElement; at: string } {
  const place = document.createElement("div");
  const root = createRoot(place);
  flushSync(() => root.render(<Suspense fallback="waiting"><Part /></Suspense>)); // nothing that waits is waited for
  return { place, at: place.textContent };
}

test("a part that was fetched before is shown at once", async () => {
  const Part = part(() => Promise.resolve({ default: Screen }));
  await Part.load();
  expect(shown(Part as unknown as typeof Screen).at).toBe("there");
});

test("a part that was not is shown when it has come", async () => {
  const Part = part(() => Promise.resolve({ default: Screen }));
  const { place, at } = shown(Part as unknown as typeof Screen);
  expect(at).toBe("waiting");
  await vi.waitFor(() => expect(place.textContent).toBe("there"), 60_000);
});
