// Figures, not judgements: how long from the start of the program to the first
// fan, and what it holds in memory while nothing happens. npm run bench.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { dataDirectory, serve } from "../program";
import { fan } from "../screens";
import { openBrowser, visit } from "../visit";

const starts = 5;
const settled = 5_000; // milliseconds until nothing happens any more

test("start to first fan", async () => {
  const data = dataDirectory();
  const browser = await openBrowser();
  try {
    const cold = await startToFan(browser, data.path);
    const warm: number[] = [];
    for (let i = 0; i < starts; i++) warm.push((await startToFan(browser, data.path)).ms);
    warm.sort((a, b) => a - b);
    say(`start to first fan, first start ever: ${cold.ms.toFixed(0)} ms`);
    say(`start to first fan, warm, median of ${starts}: ${warm[Math.floor(starts / 2)]?.toFixed(0)} ms (${warm.map((ms) => ms.toFixed(0)).join(", ")})`);
    const idle = await startToFan(browser, data.path, settled);
    say(`memory of meridiand, idle: ${idle.megabytes.toFixed(1)} MB resident`);
    expect(warm.length).toBe(starts);
  } finally {
    await browser.close();
    data.remove();
  }
});

async function startToFan(browser: Awaited<ReturnType<typeof openBrowser>>, data: string, wait = 0): Promise<{ ms: number; megabytes: number }> {
  const began = performance.now();
  const server = await serve(data);
  const guest = await visit(browser, server);
  try {
    await fan(guest.page).waitFor();
    const ms = performance.now() - began;
    await pause(wait);
    return { ms, megabytes: resident(server.process.pid) };
  } finally {
    await guest.leave();
    await server.stop();
  }
}

/** What the system says that a process holds in memory, in MB. */
function resident(pid = 0): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
