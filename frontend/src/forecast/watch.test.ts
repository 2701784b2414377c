import { expect, test } from "vitest";
import type { Plan } from "../api/types";
import { applyPatch } from "../api/patch";
import { fromBitmap, mostWatched, toBitmap, watching, watchLists } from "./watch";

test("futures are kept as bits and read back", () => {
  const futures = Uint32Array.of(0, 7, 8, 9_999);
  expect([...fromBitmap(toBitmap(futures))]).toEqual([...futures]);
  expect(toBitmap(Uint32Array.of(0, 9))).toBe("AQI=");
});
test("ten thousand of them fit in two thousand letters", () => expect(toBitmap(Uint32Array.from({ length: 10_000 }, (_, i) => i)).length).toBeLessThan(2000));
test("those that no forecast of the plan has are left out", () => expect([...fromBitmap(toBitmap(Uint32Array.of(3, mostWatched)))]).toEqual([3]));
test("what cannot be read is nothing", () => expect(fromBitmap("?").length).toBe(0));
test("a list is found again by its seed", () => {
  const plan = applyPatch({ name: "x" } as Plan, watching("Early losers", 42, Uint32Array.of(1, 5)));
  expect(watchLists(plan, 42).map(({ name, futures }) => [name, [...futures]])).toEqual([["Early losers", [1, 5]]]);
  expect(watchLists(plan, 43)).toEqual([]);
});
