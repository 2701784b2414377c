// Figures, not judgements: what a cloud of futures costs the page while it moves and while it rests.
// The trace that they rest on is left in build/cache.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { count, take } from "../gpu";
import { answered } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();
const sizes = process.env["CLOUD_ALL"] ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
const axes = ["lifetimeInflation", "taxPaid", "worstCut", "firstDecadeReturn"];

test.each(sizes)("a cloud of %d futures", async (n) => {
  const { page, leave } = await at.open({ motion: true });
  await count(page);
  await answered(page);
  await page.goto(`${at.server.origin}/futures/cloud${n > 10_000 ? `?n=${n}` : ""}`);
  await page.getByText(en("cloud.title", { n: n.toLocaleString("en-US") })).waitFor({ timeout: 560_000 });
  await page.waitForTimeout(3000);
  const arrived = await take(page);
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["devtools.timeline"] });
  for (const axis of axes) {
    await page.getByRole("combobox", { name: en("cloud.x") }).selectOption(axis);
    await page.waitForTimeout(2500);
  }
  const trace = (await browser?.stopTracing())?.toString("utf8") ?? "";
  const moved = await take(page);
  await page.waitForTimeout(3000);
  const rest = await take(page);
  keep(`cloud-${n}-trace.json`, trace);
  const frames = framesOf(trace);
  say(`cloud of ${n}: uploaded once ${(arrived.uploaded / 1e6).toFixed(2)} MB`);
  say(`cloud of ${n}: ${moved.draws} frames on the way through ${axes.length} axes, script a frame median ${ms(middle(moved.frames))}, worst ${ms(Math.max(...moved.frames))}; by the trace median ${ms(middle(frames))}, worst ${ms(Math.max(...frames))}; ${moved.uploaded} bytes uploaded`);
  say(`cloud of ${n}: at rest for 3 s ${rest.draws} frames, ${rest.uploaded} bytes uploaded`);
  expect(moved.draws).toBeGreaterThan(axes.length);
  await leave();
}, 900_000);

const views = ["futures.cloud", "futures.cash", "futures.worth", "futures.spending", "futures.table", "futures.runs", "futures.fan"] as const;

test("from view to view", async () => {
  const { page, leave } = await at.open();
  await answered(page);
  await page.goto(`${at.server.origin}/futures/fan`);
  await page.waitForTimeout(3000);
  const took: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (const view of views) {
      took.push(
        await page.getByRole("tab", { name: en(view), exact: true }).evaluate(
          (tab: HTMLElement) =>
            new Promise<number>((done) => {
              const began = performance.now();
              const look = () => (tab.getAttribute("aria-selected") === "true" ? done(performance.now() - began) : requestAnimationFrame(look));
              tab.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 }));
              requestAnimationFrame(look);
            }),
        ),
      );
      await page.waitForTimeout(700);
    }
  }
  say(`from view to view: median ${ms(middle(took))}, worst ${ms(Math.max(...took))} until the next one stands`);
  expect(took.length).toBe(3 * views.length);
  await leave();
}, 180_000);

/** Milliseconds of the page's own script in each animation frame, as the browser wrote them down. */
function framesOf(trace: string): number[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: { name: string; dur?: number }[] };
  return traceEvents.filter((e) => e.name === "FireAnimationFrame" && e.dur !== undefined).map((e) => (e.dur ?? 0) / 1000);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const ms = (value: number) => `${value.toFixed(2)} ms`;

function keep(name: string, text: string): void {
  const folder = resolve(import.meta.dirname, "../../../build/cache/bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, name), text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
