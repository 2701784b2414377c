// Figures, not judgements: what a person waits for. From a key on the slider to the headline of a
// thousand futures and to that of ten thousand, from a click on a destination to its screen, and what
// the page's own script takes of a frame meanwhile. The trace they rest on is left in build/cache.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();
const rounds = 7;

test("what a person waits for", async () => {
  const { page, leave } = await at.open();
  await answered(page);
  await page.waitForTimeout(4000); // the other screens are fetched meanwhile
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["devtools.timeline"] });
  const edits: { preview: number; full: number }[] = [];
  for (let i = 0; i < rounds; i++) {
    edits.push(await edit(page, i % 2 === 0 ? "ArrowRight" : "ArrowLeft"));
    await answered(page);
    await page.waitForTimeout(500);
  }
  const moves: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (const place of ["plan", "futures", "levers", "compare", "track", "docs", "report", "health", "settings", "today"]) {
      moves.push(await move(page, place));
      await page.waitForTimeout(1200);
    }
  }
  const trace = (await browser?.stopTracing())?.toString("utf8") ?? "";
  const folder = resolve(import.meta.dirname, "../../../build/cache/bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, "feel-trace.json"), trace);
  const { traceEvents } = JSON.parse(trace) as { traceEvents: { name: string; dur?: number }[] };
  const frames = traceEvents.filter((e) => e.name === "FireAnimationFrame").map((e) => (e.dur ?? 0) / 1000);
  say("edit to the headline of 1,000 futures", edits.map((e) => e.preview));
  say("edit to the headline of 10,000 futures", edits.map((e) => e.full));
  say("from place to place, until its heading stands", moves);
  say("script in an animation frame meanwhile", frames);
  expect(edits.every((e) => e.preview <= e.full)).toBe(true);
  await leave();
}, 300_000);

/** Presses a key on the slider of Today, and waits in the page: for another headline, and for the full answer after it. */
function edit(page: Page, key: string): Promise<{ preview: number; full: number }> {
  return page.evaluate(
    ([label, pressed]) =>
      new Promise<{ preview: number; full: number }>((done) => {
        const slider = document.querySelector<HTMLElement>(`[role=slider][aria-label="${label}"]`);
        const headline = () => document.querySelector("h1")?.textContent ?? "";
        const idle = () => document.querySelector("header [data-state=idle]") !== null;
        const before = headline();
        let [preview, ran] = [0, false];
        const began = performance.now();
        const watch = new MutationObserver(() => {
          if (preview === 0 && headline() !== before) preview = performance.now() - began;
          if (!idle()) ran = true;
          if (preview === 0 || !ran || !idle()) return;
          watch.disconnect();
          done({ preview, full: performance.now() - began });
        });
        watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        slider?.focus();
        slider?.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
        slider?.dispatchEvent(new KeyboardEvent("keyup", { key: pressed, bubbles: true }));
      }),
    [en("lever.work.label"), key] as const,
  );
}

/** Clicks a destination of the rail, and waits in the page until the heading of its screen is drawn. */
function move(page: Page, place: string): Promise<number> {
  return page.evaluate(
    (to) =>
      new Promise<number>((done) => {
        for (const heading of document.querySelectorAll("h1")) heading.dataset["left"] = "";
        const began = performance.now();
        document.querySelector<HTMLElement>(`nav a[href$="/${to}"]`)?.click();
        const look = () => (document.querySelector("main h1:not([data-left])") ? done(performance.now() - began) : requestAnimationFrame(look));
        requestAnimationFrame(look);
      }),
    place,
  );
}

function say(what: string, milliseconds: readonly number[]): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const ms = (value = Number.NaN) => `${value.toFixed(1)} ms`;
  process.stdout.write(`${what}: median ${ms(sorted[Math.floor(sorted.length / 2)])}, worst ${ms(sorted.at(-1))} of ${sorted.length}\n`);
}
