import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { teamOf } from "./AccessDoor";
import { together, wordsOf } from "./acts";

// What tells nothing of the household, and what a page does by itself, is not logged.
const silent = new Set([
  "session", "health", "openapi", "planSchema", "methodology", "assumptions", "taxLaws", "settings", "changeSettings", "join", "lookInvitation", "leave",
  "selfTest", "model", "examination", "modelSuggestions", "warmModel", "bePresent", "listen", "followJob", "job", "cancelJob",
]);

test("whatever can stand in the log has words", () => {
  const { paths } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../backend/httpapi/openapi.json"), "utf8")) as { paths: Record<string, Record<string, { operationId: string }>> };
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map((operation) => operation.operationId));
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id) => !silent.has(id) && !wordsOf(id))).toEqual([]);
});

test("lines that say the same stand as one", () => {
  const line = (act: string, who = "kim", at = "2026-03-29T10:00:00Z") => ({ at, who, act, object: "p", from: "1.2.3.4" });
  const shown = together([line("plan"), line("history"), line("result"), line("result", "lee"), line("result", "lee", "2026-03-28T10:00:00Z")]);
  expect(shown.map(({ entry, times }) => [entry.act, entry.who, times])).toEqual([["plan", "kim", 2], ["result", "kim", 1], ["result", "lee", 1], ["result", "lee", 1]]);
});

test("a team is told from its whole domain", () => {
  for (const typed of ["rivera-park", " Rivera-Park ", "rivera-park.cloudflareaccess.com", "https://rivera-park.cloudflareaccess.com/cdn-cgi/access/certs"]) expect(teamOf(typed)).toBe("rivera-park");
});
