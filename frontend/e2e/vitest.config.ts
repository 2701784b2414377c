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
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // A preview and a full run take their time where two cores do everything.
    expect: { poll: { timeout: 20_000 } },
    // Shared machines stall for seconds; what is really broken fails twice.
    retry: 1,
    // One page that opens keeps more than a core busy: two files at once take what two cores have.
    maxWorkers: 2,
    // The files of a worker share its browser.
    isolate: false,
  },
});
