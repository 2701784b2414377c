import { expect, test } from "vitest";
import { figurePath, screenOf, sourcePath } from "./places";

test("the screen that a question is asked on", () => {
  expect(screenOf("/h/p1/today")).toBe("today");
  expect(screenOf("/h/p1/plan/income")).toBe("plan");
  expect(screenOf("/h/p1/futures/fan")).toBe("futures");
  expect(screenOf("/h/p1/futures/runs/17")).toBe("futures/runs");
  expect(screenOf("/h/p1")).toBe("today");
  expect(figurePath("p1", "futures/runs")).toBe("/h/p1/futures/runs");
});

test("a source leads to its page, with the quoted words marked", () => {
  const path = sourcePath("p1", { document: "01D", page: 3, span: { start: 10, end: 42 } });
  expect(path).toBe("/h/p1/docs/01D?page=3&quote=10-42"); // as library/address reads it back
});
