import { expect, test } from "vitest";
import { initials, placeIn } from "./places";

test.each([
  ["/h/01J/plan/income", "plan/income"],
  ["/h/01J/today", "today"],
  ["/h/01J/docs/01K", "docs"],
  ["/h/01J/futures/fan", "futures/fan"],
  ["/welcome", ""],
  ["/h/01J/plan/" + "x".repeat(200), ("plan/" + "x".repeat(200)).slice(0, 64)],
])("%s is %s", (path, place) => expect(placeIn(path)).toBe(place));

test.each([
  ["Kim Min-jun", "KM"],
  ["Ada Lovelace Byron", "AL"],
  ["alex", "A"],
  ["김민준", "김"],
  ["  ", ""],
])("%s goes by %s", (name, letters) => expect(initials(name)).toBe(letters));
