import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import "../node20.ts";

// Journeys: the built program, a real browser or the real window, and a person
// who reads labels. npm run e2e, e2e:window, bench.
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["e2e/**/*.test.ts"],
    environment: "node",
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // A preview and a full run take their time where two cores do everything.
    expect: { poll: { timeout: 20_000 } },
    // Shared machines stall for seconds; what is really broken fails twice.
    retry: 1,
    // A journey waits for its browser, for the program and for timers of both: three files at once keep two cores busy.
    maxWorkers: 3,
    // The files of a worker share its browser.
    isolate: false,
  },
});
