// A person's visit with a real browser: what they see, and everything that the
// browser complained of meanwhile, which is a failure whatever else they saw.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { expect } from "vitest";
import type { Server } from "./program";

// The shell has no window of its own to draw, which saves a quarter of the processor's work.
const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Starts the browser that the machine has; CHROMIUM names another. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? browsers.find((path) => existsSync(path)) ?? "chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"], // containers: root, and little shared memory
  });
}

/** Milliseconds that a person waits for something to appear. */
const patience = 20_000;

export interface Look {
  locale?: "en-US" | "ko-KR";
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  motion?: boolean;
}

export interface Visit {
  page: Page;
  /** Fails if the browser complained of anything since the visit began. */
  calm: () => void;
  /** Complaints that the journey itself provokes, e.g. by stopping the program. */
  expectTrouble: (what: RegExp) => void;
  leave: () => Promise<void>;
}

// What a graphics driver says of its own speed is no complaint of the page: without a graphics
// processor every picture of a canvas is read back.
const ownSpeed = /GL Driver Message \(OpenGL, Performance/;

/** Opens Meridian in a new browser profile: the first is let in by the ticket, later ones by what it was given. */
export async function visit(browser: Browser, server: Server, look: Look = {}): Promise<Visit> {
  return visitIn(await profile(browser, look), server);
}

/**
 * Opens Meridian in a browser profile where no page is open, as if it were a new one: of earlier
 * visits it knows nothing but the program's files, which need not be fetched and compiled again.
 */
export async function visitIn(context: BrowserContext, server: Server): Promise<Visit> {
  const entered = server.cookies.length > 0;
  await context.clearCookies();
  await context.addCookies(server.cookies);
  const page = await context.newPage();
  await forget(page, server.origin);
  const made = await goIn(page, entered ? server.origin : server.enter);
  server.cookies = await context.cookies();
  return made;
}

/** Follows a link from elsewhere, in a browser profile that knows nothing of the program. */
export async function arrive(browser: Browser, link: string, look: Look = {}): Promise<Visit> {
  const context = await profile(browser, look);
  return goIn(await context.newPage(), link);
}

/** Makes a browser profile. */
async function profile(browser: Browser, look: Look): Promise<BrowserContext> {
  const options: BrowserContextOptions = {
    locale: look.locale ?? "en-US",
    colorScheme: look.theme ?? "light",
    reducedMotion: look.motion ? "no-preference" : "reduce",
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    ignoreHTTPSErrors: true, // of the program's own authority, which nobody here has come to trust
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  return context;
}

/** Empties what pages of an origin may have kept, cookies excepted. */
async function forget(page: Page, origin: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const storageTypes = "local_storage,indexeddb,cache_storage,service_workers,file_systems,shared_storage,storage_buckets";
  await browser.send("Storage.clearDataForOrigin", { origin, storageTypes });
  await browser.detach();
}

async function goIn(page: Page, address: string): Promise<Visit> {
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  page.on("console", (m) => {
    if ((m.type() === "error" || m.type() === "warning") && !ownSpeed.test(m.text())) complaints.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on("pageerror", (err) => complaints.push(`uncaught: ${err.message}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) =>
      // oxlint-disable-next-line no-console -- the way out of the page, read above
      console.error(`content security policy: ${e.violatedDirective} refused ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`),
    );
  });
  await page.goto(address);
  return {
    page,
    calm: () => expect(complaints.filter((c) => !allowed.some((a) => a.test(c)))).toEqual([]),
    expectTrouble: (what) => allowed.push(what),
    leave: () => page.context().close(),
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Fails when axe finds anything that keeps someone out, except by the rules that do not apply. */
export async function expectAccessible(page: Page, where: string, except: string[] = []): Promise<void> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe); // reading it takes as long as a run
  const options = { runOnly: tags, resultTypes: ["violations"], rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])) };
  const violations = await page.evaluate<Violation[], object>(async (chosen) => {
    const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, chosen)).violations;
  }, options);
  const said = violations.map((v) => `${v.id} (${v.help}): ${v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary ?? ""}`).join("\n")}`);
  expect(said, `axe on ${where}`).toEqual([]);
}

/** Does something while the window is as tall as the page, so that nothing stands half under a bar that stays in sight. */
export async function whole(page: Page, act: () => Promise<void>): Promise<void> {
  const window = page.viewportSize();
  if (!window) throw new Error("the window has no size");
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: window.width, height: Math.max(window.height, height) });
  await act();
  await page.setViewportSize(window);
}

/** Fails when the page is wider than its window, once what is drawn to measure was drawn to this one. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: `what sticks out of ${where}, in pixels` }).toBeLessThanOrEqual(0);
}
