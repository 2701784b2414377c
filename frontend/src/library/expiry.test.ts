import { describe, expect, test } from "vitest";
import { byEnd, countdown, forgottenSoon, nextForgotten } from "./expiry";

const now = Date.parse("2026-05-01T12:00:00Z");
const after = (days: number, hours = 0) => new Date(now + (days * 24 + hours) * 3_600_000).toISOString();

describe("a countdown counts days up, and hours down", () => {
  test.each([
    [after(30), { kind: "days", left: 30, tone: "calm" }],
    [after(22, 1), { kind: "days", left: 23, tone: "calm" }],
    [after(7), { kind: "days", left: 7, tone: "soon" }],
    [after(7, 1), { kind: "days", left: 8, tone: "calm" }],
    [after(1), { kind: "days", left: 1, tone: "last" }],
    [after(0, 23), { kind: "hours", left: 23, tone: "last" }],
    [after(0, 0.2), { kind: "hours", left: 1, tone: "last" }],
    [after(0), { kind: "due", tone: "last" }],
    [after(-3), { kind: "due", tone: "last" }],
    ["", { kind: "due", tone: "last" }],
  ] as const)("%s", (expires, want) => expect(countdown({ expires }, now)).toEqual(want));

  test("what has no end is kept", () => expect(countdown({}, now)).toEqual({ kind: "kept", tone: "calm" }));
});

test("what is forgotten soon is named, the nearest end first, and the pinned is not", () => {
  const documents = [
    { id: "far", expires: after(20) },
    { id: "week", expires: after(6) },
    { id: "pinned" },
    { id: "day", expires: after(1) },
  ];
  expect(forgottenSoon(documents, now).map((d) => d.id)).toEqual(["day", "week"]);
  expect(nextForgotten(documents)?.id).toBe("day");
  expect(nextForgotten([{}])).toBeUndefined();
  expect(documents.toSorted(byEnd).map((d) => d.id)).toEqual(["day", "week", "far", "pinned"]);
});
