import { describe, expect, test } from "vitest";
import type { LibraryDocument, Shelf } from "../api/types";
import { after, daysSince, kindOf, seen, type View } from "./shelf";

const now = Date.parse("2026-05-20T12:00:00Z");
const at = (days: number) => new Date(now + days * 86_400_000).toISOString();

function document(id: string, more: Partial<LibraryDocument> = {}): LibraryDocument {
  return { id, tenant: "p", title: id, kind: "pdf", bytes: 1, pages: 1, passages: 1, state: "ready", added: at(-5), lastUsed: at(-1), expires: at(29), grace: false, scanned: false, linked: 0, ...more };
}

const shelf = (...documents: LibraryDocument[]): Shelf => ({ documents, embedder: { name: "words", dimensions: 1, neural: false, pending: 0 }, ocr: { available: false, languages: [] }, keepDays: 30, now: at(0) });

describe("what an event makes of the list", () => {
  const before = shelf(document("a", { state: "waiting" }), document("b"));
  const event = { kind: "library", tenant: "p", document: "a", state: "extract", progress: { stage: "extract", done: 3, total: 12 } } as const;

  test("a step forward is shown", () => {
    expect(after(before, event, "p")?.documents[0]).toMatchObject({ state: "extract", progress: { done: 3 } });
  });
  test("a stage without progress has none left over from before", () => {
    const then = after(before, event, "p") ?? before;
    expect(after(then, { kind: "library", tenant: "p", document: "a", state: "chunk" }, "p")?.documents[0]?.progress).toBeUndefined();
  });
  test.each([
    ["its end is read from the backend", { ...event, state: "ready" as const }],
    ["so is a refusal", { ...event, state: "failed" as const }],
    ["so is a document that is not on the list", { ...event, document: "c" }],
    ["so is anything, when anything may have changed", { kind: "library" as const }],
    ["or was missed", { kind: "lagged" as const }],
  ])("%s", (_, happening) => expect(after(before, happening, "p")).toBeNull());
  test("another household's documents are no news", () => expect(after(before, { ...event, tenant: "q" }, "p")).toBe(before));
  test("neither are its plans", () => expect(after(before, { kind: "plan.changed", id: "p" }, "p")).toBe(before));
});

describe("what is shown", () => {
  const { expires: _, ...endless } = document("Police 10", { lastUsed: at(-9), pinned: { reason: "policy", since: at(-2) } });
  const all = [document("statement 9", { lastUsed: at(-3), expires: at(2) }), endless, document("Statement 11", { state: "locked", added: at(-1) })];
  const titles = (view: Partial<View>) => seen(all, { text: "", part: "all", order: "used", ...view }, now).map((d) => d.title);

  test.each([
    ["used", ["Statement 11", "statement 9", "Police 10"]],
    ["end", ["statement 9", "Statement 11", "Police 10"]],
    ["title", ["Police 10", "statement 9", "Statement 11"]],
    ["added", ["Statement 11", "statement 9", "Police 10"]],
  ] as const)("in the order: %s", (order, want) => expect(titles({ order })).toEqual(want));
  test.each([
    ["soon", ["statement 9"]],
    ["kept", ["Police 10"]],
    ["trouble", ["Statement 11"]],
  ] as const)("of the part: %s", (part, want) => expect(titles({ part })).toEqual(want));
  test("by their titles, whatever the case", () => expect(titles({ text: " STATEMENT" })).toEqual(["Statement 11", "statement 9"]));
});

test("a file nobody looked into is a file", () => expect(kindOf(document("a", { kind: "" }))).toBe("unknown"));

test("days are the calendar's, not 24 hours", () => {
  const noon = new Date(2026, 4, 20, 12).getTime();
  expect(daysSince(new Date(2026, 4, 20, 0, 5).toISOString(), noon)).toBe(0);
  expect(daysSince(new Date(2026, 4, 19, 23, 55).toISOString(), noon)).toBe(1);
  expect(daysSince(new Date(2026, 4, 21).toISOString(), noon)).toBe(0);
});
