// One program and one browser for the journeys of a file.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { dataDirectory, serve, type Server } from "./program";
import { type Look, openBrowser, visit, type Visit } from "./visit";

export interface Stage {
  readonly server: Server;
  open: (look?: Look) => Promise<Visit>;
}

/** Starts both before the file's first journey and ends them after its last. */
export function stage(): Stage {
  const data = dataDirectory();
  let browser: Browser | undefined;
  let server: Server | undefined;
  const running = () => {
    if (!browser || !server) throw new Error("the stage is not set yet");
    return { browser, server };
  };
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), serve(data.path)]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    data.remove();
  });
  return {
    get server() {
      return running().server;
    },
    open: (look) => visit(running().browser, running().server, look),
  };
}
