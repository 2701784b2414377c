import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { licences } from "./licences.ts";
import "./node20.ts";

// The backend that `npm run dev` talks to: `meridiand serve` prints its address.
const backend = process.env["MERIDIAN_BACKEND"] ?? "http://127.0.0.1:45991";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), licences()],
  build: {
    target: ["chrome111", "safari16.4"],
    // public/.gitkeep lands in dist, which Go needs to hold a file before the first build.
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            // What many screens use travels in one file: each of sixty small ones took as long as its script.
            { name: "base", minShareCount: 6 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: backend, changeOrigin: true, headers: { origin: backend } },
      "/enter": { target: backend, changeOrigin: true },
    },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    // Files share their modules: these tests keep nothing in them, and a fresh
    // set for each file costs six times the processor's work of all tests.
    isolate: false,
    restoreMocks: true,
  },
});
