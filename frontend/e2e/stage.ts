// One program for the journeys of a file, and one browser for all files of a
// worker, which share this module: starting one costs as much as a journey.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { dataDirectory, serve, type Server } from "./program";
import { arrive, type Look, openBrowser, visit, type Visit, visitIn } from "./visit";

export interface Stage {
  readonly server: Server;
  open: (look?: Look) => Promise<Visit>;
  /** Somebody else, who follows a link. */
  guest: (link: string, look?: Look) => Promise<Visit>;
}

let shared: Promise<Browser> | undefined;

/** The worker's browser, started when it is not there yet. It ends with the worker, whose pipe it listens to. */
async function theBrowser(): Promise<Browser> {
  const open = await shared?.catch(() => undefined); // the next file tries again
  if (open?.isConnected()) return open;
  shared = openBrowser();
  return shared;
}

/** Starts the program before the file's first journey and ends it after its last. */
export function stage(): Stage {
  const data = dataDirectory();
  let browser: Browser | undefined;
  let server: Server | undefined;
  const kept = new Map<string, BrowserContext>(); // a profile for each look: a page opens there at a third of the work
  const open = async (look: Look = {}): Promise<Visit> => {
    const { browser: shown, server: program } = running();
    const known = kept.get(JSON.stringify(look));
    if (known?.pages().length) return visit(shown, program, look); // two people at once are two profiles
    const made = known ? await visitIn(known, program) : await visit(shown, program, look);
    const context = made.page.context();
    kept.set(JSON.stringify(look), context);
    return { ...made, leave: () => closePages(context) };
  };
  const running = () => {
    if (!browser || !server) throw new Error("the stage is not set yet");
    return { browser, server };
  };
  beforeAll(async () => {
    [browser, server] = await Promise.all([theBrowser(), serve(data.path)]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail" && browser) await photograph(browser, task.name);
    const spoiled = task.result?.state === "fail";
    const known = spoiled ? [] : [...kept.values()];
    if (spoiled) kept.clear(); // what went wrong may have to do with what was there
    for (const context of browser?.contexts() ?? []) await (known.includes(context) ? closePages(context) : context.close());
  });
  afterAll(async () => {
    for (const context of kept.values()) await context.close();
    await server?.stop();
    data.remove();
  });
  return {
    get server() {
      return running().server;
    },
    open,
    guest: (link, look) => arrive(running().browser, link, look),
  };
}

async function closePages(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.close();
}

/** Leaves a picture of what a failed journey saw last, and its words, in build/cache/failed. */
async function photograph(browser: Browser, journey: string): Promise<void> {
  const folder = resolve(import.meta.dirname, "../../build/cache/failed");
  mkdirSync(folder, { recursive: true });
  const page = browser.contexts().flatMap((context) => context.pages()).at(-1);
  const path = resolve(folder, `${journey.replaceAll(/\W+/g, "-")}.png`);
  await page?.screenshot({ path });
  process.stderr.write(`${journey}: last seen at ${page?.url()}, pictured in ${path}\n`);
}
