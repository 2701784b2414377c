import { describe, expect, test } from "vitest";
import type { AdvisorPath } from "../../api/types";
import { shareOf, wayOf } from "./tree";

const took = (count: number, p50: number) => ({ count, p50, p95: p50, p99: p50, most: p50 });

const path = {
  path: {
    root: "a",
    nodes: {
      a: { router: "sequence", steps: [{ service: "words" }, { node: "b", data: "$response", dependency: "soft", condition: { path: "/kind", equals: "open" } }] },
      b: { router: "splitter", seconds: 30, steps: [{ service: "write", weight: 90 }, { name: "both", node: "c", weight: 10 }] },
      c: { router: "ensemble", steps: [{ service: "write" }, { service: "candidate", dependency: "soft", condition: { path: "/close", equals: true } }] },
    },
  },
  steps: [
    { step: "a", failed: 0, skipped: 0, took: took(4, 2000) },
    { step: "a/b/both", failed: 1, skipped: 3, took: took(0, 0) },
    { step: "a/b/write", failed: 0, skipped: 1, took: took(3, 1500) },
  ],
} as unknown as AdvisorPath; // what a condition is compared with may be anything

describe("the way of a question", () => {
  const way = wayOf(path)!;
  test("has every step in its place, with what became of it", () => {
    expect(way.router).toBe("sequence");
    expect(way.steps.map((s) => [s.name, s.soft, s.where])).toEqual([
      ["words", false, ""],
      ["b", true, "kind = open"],
    ]);
    const [write, both] = way.steps[1]!.steps;
    expect([write!.weight, write!.figures?.took.count, both!.weight, both!.name, both!.leads]).toEqual([90, 3, 10, "both", "c"]);
    expect(both!.figures?.failed).toBe(1);
    expect(both!.steps[1]!.where).toBe("close");
    expect(way.steps[1]!.seconds).toBe(30);
  });
  test("shows what takes the time", () => {
    expect(shareOf(way.steps[1]!.steps[0]!, way)).toBe(0.75);
    expect(shareOf(way.steps[1]!.steps[1]!, way)).toBe(0);
    expect(shareOf(way.steps[0]!, way)).toBe(0);
  });
  test("of what is not there is nothing", () => expect(wayOf({ path: { root: "x", nodes: {} }, steps: [] })).toBeNull());
});
