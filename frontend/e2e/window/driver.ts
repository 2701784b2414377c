// Drives the real window: Meridian as it is shipped, on a virtual screen,
// through WebKit's own WebDriver (https://www.w3.org/TR/webdriver2/).
import { type ChildProcess, execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { meridian, start } from "../program";

let base = ""; // address of the driver, once it runs
const webElement = "element-6066-11e4-a52e-4f735466cecf"; // the key that the standard gives an element

/** What the tests need around the program: its driver, and a stand-in for the system's browser. */
export interface Stage {
  /** Starts Meridian on data and gives its window. */
  open: (data: string, ...args: string[]) => Promise<Window>;
  /** The addresses that were given to the system's browser. */
  opened: () => string[];
  close: () => Promise<void>;
}

/** Compiles the shim and starts the driver. */
export async function stage(): Promise<Stage> {
  const scratch = mkdtempSync(join(tmpdir(), "meridian-stage-"));
  const shim = join(scratch, "automation.so");
  const flags = execFileSync("pkg-config", ["--cflags", "--libs", "webkit2gtk-4.1"], { encoding: "utf8" });
  const source = join(import.meta.dirname, "automation.c");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-o", shim, source, ...flags.trim().split(/\s+/)]);

  const links = join(scratch, "links");
  script(join(scratch, "xdg-open"), `printf '%s\\n' "$1" >> '${links}'`);
  script(join(scratch, "meridian"), `PATH='${scratch}':$PATH LD_PRELOAD='${shim}' exec setpriv --pdeathsig TERM '${meridian()}' "$@"`);

  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const driver = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore" });
  await until("the driver answers", async () => (await fetch(`${base}/status`)).ok);
  return {
    open: (data, ...args) => open(join(scratch, "meridian"), ["--data", data, ...args]),
    opened: () => (existsSync(links) ? readFileSync(links, "utf8").trim().split("\n") : []),
    close: async () => {
      await ended(driver);
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((found, lost) => {
    const probe = createServer().once("error", lost);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? found(address.port) : lost(new Error("no free port"))));
    });
  });
}

function script(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

async function ended(process: ChildProcess): Promise<void> {
  const gone = new Promise((done) => process.once("exit", done));
  process.kill();
  await gone;
}

/** Asks again until it is so; a refusal to connect is a not yet. */
export async function until(what: string, so: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown = "";
  while (Date.now() < deadline) {
    try {
      if (await so()) return;
    } catch (err) {
      last = err;
    }
    await pause(100);
  }
  throw new Error(`not within ${seconds} s: ${what} ${String(last)}`);
}

async function say<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(base + path, { method, body: body === undefined ? null : JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
  return value;
}

/** The open window of a running Meridian. */
export class Window {
  private readonly session: string;

  constructor(session: string) {
    this.session = `/session/${session}`;
  }

  /** Runs a function's body in the page; what it returns must be JSON. */
  run<T>(body: string, ...args: unknown[]): Promise<T> {
    return say("POST", `${this.session}/execute/sync`, { script: body, args });
  }

  url(): Promise<string> {
    return say("GET", `${this.session}/url`);
  }

  text(): Promise<string> {
    return this.run("return document.body.innerText");
  }

  async click(selector: string): Promise<void> {
    const element = await say<Record<string, string>>("POST", `${this.session}/element`, { using: "css selector", value: selector });
    await say("POST", `${this.session}/element/${element[webElement]}/click`, {});
  }

  async picture(path: string): Promise<void> {
    writeFileSync(path, Buffer.from(await say<string>("GET", `${this.session}/screenshot`), "base64"));
  }

  /** Ends the driver's hold; the program is closed by the test, as a person would. */
  async letGo(): Promise<void> {
    await say("DELETE", this.session).catch(() => undefined); // the program has gone, and the session with it
  }
}

async function open(binary: string, args: string[]): Promise<Window> {
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
  const { sessionId } = await say<{ sessionId: string }>("POST", "/session", { capabilities });
  return new Window(sessionId);
}

/** Keys, moves and looks from outside the page, as the window manager sees them. */
export const desk = {
  key: (...keys: string[]) => execFileSync("xdotool", ["key", "--clearmodifiers", ...keys]),
  type: (text: string) => execFileSync("xdotool", ["type", "--delay", "5", text]),
  /** The number of the visible window with this title; "" when there is none. */
  find: (title: string): string => {
    try {
      return execFileSync("xdotool", ["search", "--onlyvisible", "--name", title], { encoding: "utf8" }).trim().split("\n").at(-1) ?? "";
    } catch {
      return "";
    }
  },
  place: (window: string) => {
    const said = execFileSync("xdotool", ["getwindowgeometry", "--shell", window], { encoding: "utf8" });
    const number = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)`, "m").exec(said)?.[1]);
    return { x: number("X"), y: number("Y"), width: number("WIDTH"), height: number("HEIGHT") };
  },
  move: (window: string, x: number, y: number) => execFileSync("xdotool", ["windowmove", "--sync", window, String(x), String(y)]),
  resize: (window: string, width: number, height: number) =>
    execFileSync("xdotool", ["windowsize", "--sync", window, String(width), String(height)]),
  focus: (window: string) => execFileSync("xdotool", ["windowactivate", "--sync", window]),
};
