// Figures, not judgements: what a person waits for. From a move of the slider to the headline of a
// thousand futures, from its end to that of ten thousand, from a click on a destination to its screen, and what
// the page's own script takes of a frame meanwhile. The trace they rest on is left in build/cache.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

/** Years that the slider is moved by, one drag after another: each to a plan that was not played before. */
const fresh = [1, 1, 1, 1, -5, -1, -1];

/** The same again, let go as soon as the headline of a thousand futures stands. */
const hasty = [6, 1, 1, 1, 1];

/** Further drags, each to a plan that is remembered. */
const known = [1, 1];

/** When things happened, by the page's clock, in milliseconds; 0 not yet. */
interface Times {
  moved: number;
  seen: number;
  left: number;
  answered: number;
}

test("what a person waits for", async () => {
  const { page, leave } = await at.open();
  await answered(page);
  await page.waitForTimeout(4000); // the other screens are fetched meanwhile
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["devtools.timeline"] });
  const edits: { preview: number; full: number }[] = [];
  for (const [i, years] of [...fresh, ...known, ...hasty].entries()) {
    edits.push(await edit(page, years, i < fresh.length + known.length ? 300 : 0));
    await answered(page);
    await page.waitForTimeout(500);
  }
  const remembered = edits.splice(fresh.length, known.length);
  const [played, soon] = [edits.slice(0, fresh.length), edits.slice(fresh.length)];
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
  say("a move to the headline of 1,000 futures", edits.map((e) => e.preview));
  say("a move to that of 1,000 futures which are remembered", remembered.map((e) => e.preview));
  say("letting go to the headline of 10,000 futures, after a rest of 0.3 s", played.map((e) => e.full));
  say("letting go at once to that of 10,000 futures", soon.map((e) => e.full));
  say("letting go to that of 10,000 futures which are remembered", remembered.map((e) => e.full));
  say("from place to place, until its heading stands", moves);
  say("script in an animation frame meanwhile", frames);
  expect([edits.length, remembered.length, moves.length]).toEqual([fresh.length + hasty.length, known.length, 30]);
  await leave();
}, 300_000);

/**
 * Drags the slider of Today by a year and lets it go. Times are taken in the page, from when it heard of the
 * move until another headline stands, and from when it heard of the letting go until that of the full answer.
 */
async function edit(page: Page, years: number, rest: number): Promise<{ preview: number; full: number }> {
  const thumb = page.getByRole("slider", { name: en("lever.work.label") });
  const [place, track] = [await thumb.boundingBox(), await thumb.locator("xpath=../..").boundingBox()];
  if (!place || !track) throw new Error("the slider has no place");
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  await page.mouse.move(x, y);
  await page.evaluate(() => {
    const times: Times = { moved: 0, seen: 0, left: 0, answered: 0 };
    Object.assign(globalThis, { times });
    const headline = () => document.querySelector("h1")?.textContent ?? "";
    const before = headline();
    let trial = "";
    addEventListener("pointermove", () => (times.moved = performance.now()), { capture: true, once: true });
    addEventListener("pointerup", () => {
      times.left = performance.now();
      trial = headline();
    }, { capture: true, once: true });
    const watch = new MutationObserver(() => {
      if (times.seen === 0 && headline() !== before) times.seen = performance.now();
      if (times.left === 0 || headline() === trial) return;
      times.answered = performance.now();
      watch.disconnect();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const reached = (name: keyof Times) => page.waitForFunction((what) => (globalThis as unknown as { times: Times }).times[what] > 0, name);
  await page.mouse.down();
  await page.mouse.move(x + (years * track.width) / 12, y);
  await reached("seen");
  await page.waitForTimeout(rest);
  await page.mouse.up();
  await reached("answered");
  const times = await page.evaluate(() => (globalThis as unknown as { times: Times }).times);
  return { preview: times.seen - times.moved, full: times.answered - times.left };
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
