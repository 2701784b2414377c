import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bounds } from "./bounds";

/** What the plan's check accepts, as its own test found: from the least to the greatest. */
const accepted = JSON.parse(readFileSync(new URL("../../../backend/plan/testdata/limits.json", import.meta.url), "utf8")) as Record<string, [number, number]>;

test("an editor refuses no number that the plan's check accepts", () => {
  expect(Object.keys(bounds).toSorted()).toEqual(Object.keys(accepted).toSorted());
  const refused = Object.entries(bounds).filter(([name, { min, max }]) => {
    const [least, most] = accepted[name] ?? [0, 0];
    return min > least || max < most;
  });
  expect(refused).toEqual([]);
});
