// Figures, not judgements: how long from the start of the program to the first
// fan, and what it holds in memory while nothing happens. npm run bench.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { dataDirectory, serve } from "../program";
import { fan } from "../screens";
import { openBrowser } from "../visit";

const starts = 5;
const settled = 5_000; // milliseconds until nothing happens any more

test("start to first fan", async () => {
  const data = dataDirectory();
  const browser = await openBrowser();
  try {
    const cold = await startOnce(browser, data.path);
    const warm: Start[] = [];
    for (let i = 0; i < starts; i++) warm.push(await startOnce(browser, data.path));
    say(`start to first fan, first start ever: ${cold.fan.toFixed(0)} ms`);
    say(`start until the first screen answers, warm: ${spread(warm.map((s) => s.answers))}`);
    say(`start to first fan, warm: ${spread(warm.map((s) => s.fan))}`);
    const idle = await startOnce(browser, data.path, settled);
    say(`memory of meridiand, idle: ${idle.megabytes.toFixed(1)} MB resident`);
    expect(warm.length).toBe(starts);
  } finally {
    await browser.close();
    data.remove();
  }
});

/** Milliseconds from the start of the program, without what the driver of the browser takes for itself; and memory. */
interface Start {
  answers: number;
  fan: number;
  megabytes: number;
}

async function startOnce(browser: Browser, data: string, wait = 0): Promise<Start> {
  const began = performance.now();
  const server = await serve(data);
  const served = performance.now() - began;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(server.enter);
    await fan(page).waitFor();
    const { answers, fan: drawn } = await page.evaluate(() => (globalThis as unknown as { seen: Record<"answers" | "fan", number> }).seen);
    await pause(wait);
    return { answers: served + answers, fan: served + drawn, megabytes: resident(server.process.pid) };
  } finally {
    await context.close();
    await server.stop();
  }
}

/** Notes in the page, from when it was asked for, when its first screen was drawn and it was free to answer, and when the fan stood. */
function watch(): void {
  const seen: Partial<Record<"answers" | "fan", number>> = {};
  Object.assign(globalThis, { seen });
  const places = { answers: "main h1", fan: 'path[data-fan="median"][d^="M"]' } as const;
  const look = new MutationObserver(() => {
    for (const [name, place] of Object.entries(places) as [keyof typeof places, string][]) {
      if (name in seen || !document.querySelector(place)) continue;
      seen[name] = performance.now();
      requestAnimationFrame(() => setTimeout(() => (seen[name] = performance.now())));
    }
  });
  look.observe(document, { subtree: true, childList: true, attributes: true });
}

function spread(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b).map((ms) => ms.toFixed(0));
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms of ${sorted.join(", ")}`;
}

/** What the system says that a process holds in memory, in MB. */
function resident(pid = 0): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
