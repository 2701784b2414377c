// Starts the program as a person would, on data of its own, and ends it.
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Cookie } from "playwright-core";

// Another directory in MERIDIAN_PROGRAMS lets an installed program take the journeys.
const built = (name: string) => {
  const path = resolve(process.env["MERIDIAN_PROGRAMS"] ?? resolve(import.meta.dirname, "../../build/bin"), name);
  if (!existsSync(path)) throw new Error(`${path} is not there: make build`);
  return path;
};

/** The program without a window, and the one with it. */
export const meridiand = () => built("meridiand");
export const meridian = () => built("meridian");

/** A fresh directory for one program's data, and how to be rid of it. */
export function dataDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "meridian-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts a program that ends with this one, whatever ends this one: no journey leaves anything running. */
export function start(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (process.platform !== "linux") return spawn(program, args, options);
  return spawn("setpriv", ["--pdeathsig", "TERM", program, ...args], options);
}

export interface Server {
  /** An address that lets one browser in, once. */
  enter: string;
  /** What that browser was given, and later ones show. */
  cookies: Cookie[];
  origin: string;
  process: ChildProcess;
  /** Ends the program and waits until it has ended. */
  stop: () => Promise<void>;
}

const startWait = 20_000; // milliseconds; a loaded machine starts in under two seconds

/** Starts `meridiand serve` on data that is kept between calls with the same path. */
export async function serve(data: string): Promise<Server> {
  const child = start(meridiand(), ["serve", "--data", data, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const stop = async () => {
    child.kill("SIGTERM"); // twice does no harm
    await ended;
  };
  try {
    const enter = await address(child, ended);
    return { enter, cookies: [], origin: new URL(enter).origin, process: child, stop };
  } catch (err) {
    await stop();
    throw err;
  }
}

/** Reads what the program says until it names its address. */
function address(child: ChildProcess, ended: Promise<void>): Promise<string> {
  const heard: string[] = [];
  return new Promise((found, lost) => {
    const give = (why: string) => lost(new Error(`${why}; it said:\n${heard.join("\n")}`));
    const timer = setTimeout(() => give("meridiand named no address in time"), startWait);
    const listen = (line: string) => {
      heard.push(line);
      const url = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/enter\?t=\S+/.exec(line)?.[0];
      if (!url) return;
      clearTimeout(timer);
      found(url);
    };
    if (child.stdout) createInterface({ input: child.stdout }).on("line", listen);
    if (child.stderr) createInterface({ input: child.stderr }).on("line", listen);
    void ended.then(() => {
      clearTimeout(timer);
      give("meridiand ended before it served");
    });
  });
}
