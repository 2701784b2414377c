import { expect, test } from "vitest";
import { begun, changed, dropped, inOrder, leadsTo, led, moved, partAdded, problemsOfPath, reached, redone, renamed, routed, stepAdded, stepped, takenWhen, timed, undone, whenOf, withoutPart, wrongWithPart, wrongWithStep, type Path } from "./editing";

const path: Path = {
  root: "answer",
  nodes: {
    writers: { router: "splitter", steps: [{ service: "write", weight: 90 }, { node: "both", weight: 10 }] },
    both: { router: "ensemble", steps: [{ service: "write" }, { service: "candidate", dependency: "soft" }] },
    answer: { router: "sequence", seconds: 60, steps: [{ service: "words" }, { node: "writers", data: "$response", condition: { path: "/explain", equals: true } }, { service: "tally", condition: { path: "/x", below: 0.7 } }] },
  },
};

const weights = (p: Path, name: string) => p.nodes[name]?.steps.map((s) => s.weight);

test("parts stand in the order in which they are met", () => {
  expect(inOrder(path)).toEqual(["answer", "writers", "both"]);
  const lost = withoutPart(path, "writers");
  expect(inOrder(lost)).toEqual(["answer", "both"]);
  expect(lost.nodes["answer"]?.steps).toHaveLength(2);
  expect([reached(path, "both"), reached(lost, "both"), reached(lost, "answer")]).toEqual([true, false, true]);
  expect(withoutPart(path, "answer")).toBe(path); // the path begins there
});

test("only a splitter has weights, and they add up", () => {
  const split = routed(path, "answer", "splitter");
  expect(weights(split, "answer")).toEqual([34, 33, 33]);
  expect(split.nodes["answer"]?.steps.every((s) => !s.condition)).toBe(true);
  expect(weights(routed(split, "answer", "sequence"), "answer")).toEqual([undefined, undefined, undefined]);
  expect(weights(stepAdded(path, "writers"), "writers")).toEqual([34, 33, 33]);
  expect(weights(dropped(path, "writers", 1), "writers")).toEqual([100]);
  expect(weights(routed(path, "writers", "splitter"), "writers")).toEqual([90, 10]); // it is one already
});

test("conditions are read as they were chosen, and others are left alone", () => {
  const steps = path.nodes["answer"]?.steps ?? [];
  expect(steps.map(whenOf)).toEqual(["always", "explain", "written"]);
  expect(takenWhen({ service: "quote" }, "documents")).toEqual({ service: "quote", condition: { path: "/kind", equals: "documents" } });
  expect(takenWhen({ service: "quote", condition: { path: "/x", below: 1 } }, "always")).toEqual({ service: "quote" });
  expect(takenWhen({ service: "quote", condition: { path: "/x", below: 1 } }, "written").condition).toEqual({ path: "/x", below: 1 });
});

test("steps move, change and lead elsewhere", () => {
  const down = moved(path, "answer", 0, 1);
  expect(down.nodes["answer"]?.steps.map(leadsTo)).toEqual(["node:writers", "service:words", "service:tally"]);
  expect(moved(path, "answer", 0, -1).nodes["answer"]?.steps).toEqual(path.nodes["answer"]?.steps);
  expect(led({ name: "a", node: "writers", dependency: "soft" }, "service:write")).toEqual({ name: "a", dependency: "soft", service: "write" });
  const grown = partAdded(path, "answer", 0, "Part");
  expect(grown.nodes["answer"]?.steps[0]).toEqual({ node: "Part 1" });
  expect(grown.nodes["Part 1"]?.router).toBe("sequence");
  expect(Object.keys(partAdded(grown, "answer", 2, "Part").nodes)).toContain("Part 2");
  expect(timed(path, "answer", null).nodes["answer"]).not.toHaveProperty("seconds");
  expect(timed(path, "both", 30).nodes["both"]?.seconds).toBe(30);
  expect(stepped(path, "both", 0, (s) => ({ ...s, dependency: "soft" })).nodes["both"]?.steps[0]?.dependency).toBe("soft");
});

test("a new name is meant everywhere, and none is taken twice", () => {
  const next = renamed(path, "writers", " Who writes ");
  expect(next.nodes["answer"]?.steps[1]?.node).toBe("Who writes");
  expect(renamed(path, "answer", "start").root).toBe("start");
  expect([renamed(path, "writers", "both"), renamed(path, "writers", " "), renamed(path, "none", "x")]).toEqual([path, path, path]);
});

test("what is wrong stands beside what it is about", () => {
  const problem = (pointer: string) => ({ pointer, code: "graph.x", severity: "error" as const, text: { en: pointer, ko: pointer } });
  const problems = ["/root", "/nodes/a~1b", "/nodes/a~1b/seconds", "/nodes/a~1b/steps", "/nodes/a~1b/steps/1/weight", "/nodes/a~1b/steps/10"].map(problem);
  expect(problemsOfPath(problems).map((p) => p.pointer)).toEqual(["/root"]);
  expect(wrongWithPart(problems, "a/b", "en")).toEqual({ at: { seconds: "/nodes/a~1b/seconds." }, rest: "/nodes/a~1b. /nodes/a~1b/steps." });
  expect(wrongWithStep(problems, "a/b", 1, "en")).toEqual({ at: { weight: "/nodes/a~1b/steps/1/weight." }, rest: "" });
  expect(wrongWithStep(problems, "a/b", 10, "en")).toEqual({ at: {}, rest: "/nodes/a~1b/steps/10." });
});

test("everything can be taken back, and done again", () => {
  const first = begun(path);
  const second = changed(first, timed(path, "both", 5));
  expect(changed(second, second.now)).toBe(second);
  const back = undone(second);
  expect(back.now).toBe(path);
  expect(redone(back).now).toBe(second.now);
  expect([undone(first), redone(second)]).toEqual([first, second]);
  expect(changed(back, timed(path, "both", 7)).future).toEqual([]);
});
