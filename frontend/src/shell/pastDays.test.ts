import { expect, test } from "vitest";
import type { Revision } from "../api/types";
import { byDay, localDay } from "./pastDays";

// Local times, so that the days are the reader's wherever the test runs.
const made = (revision: number, ...at: [number, number, number, number, number]): Revision => ({ revision, at: new Date(...at).toISOString(), kind: "edit", actor: { id: "owner" }, name: { key: "edit.name" } });

test("revisions stand under the day on the reader's clock, newest first", () => {
  const days = byDay([made(1, 2026, 2, 28, 9, 0), made(2, 2026, 2, 28, 23, 59), made(3, 2026, 2, 29, 0, 1)]);
  expect(days.map((d) => [d.day, d.revisions.map((r) => r.revision)])).toEqual([
    ["2026-03-29", [3]],
    ["2026-03-28", [2, 1]],
  ]);
});

test("a plan without a past has no days", () => expect(byDay([])).toEqual([]));

test("days are written as the backend reads them", () => expect(localDay(new Date(2026, 0, 5, 12))).toBe("2026-01-05"));
