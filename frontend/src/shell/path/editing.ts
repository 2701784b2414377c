// The path that a question takes, while it is being edited. Nothing here decides whether a
// path can be used: the backend does, and says where it cannot.
import type { AdvisorPath, Problem } from "../../api/types";
import { sorted, type Refused } from "../refusal";

type Told = AdvisorPath["path"];
type ToldPart = Told["nodes"][string];
type ToldStep = ToldPart["steps"][number];

/** A condition compares with a text, a number or a truth. */
type Condition = Omit<NonNullable<ToldStep["condition"]>, "equals"> & { equals?: string | number | boolean };
export type Step = Omit<ToldStep, "condition"> & { condition?: Condition };
type Part = Omit<ToldPart, "steps"> & { steps: Step[] };
export interface Path {
  root: string;
  nodes: Record<string, Part>;
}

/** A path as the backend tells it, which has checked what its conditions compare with. */
export function pathOf(told: Told): Path {
  return told as unknown as Path;
}

export const routers = ["sequence", "switch", "ensemble", "splitter"] as const;
type Router = (typeof routers)[number];

export const services = ["words", "choose", "vote", "tally", "compute", "quote", "look", "write", "candidate"] as const;

/** When a step is taken, by the words that are handed along a path; "always" has no condition, "written" is any other. */
export const whens = ["always", "plan", "documents", "open", "none", "close", "explain", "written"] as const;
type When = (typeof whens)[number];

const conditions: Record<Exclude<When, "always" | "written">, Condition> = {
  plan: { path: "/kind", equals: "plan" },
  documents: { path: "/kind", equals: "documents" },
  open: { path: "/kind", equals: "open" },
  none: { path: "/kind", equals: "none" },
  close: { path: "/close", equals: true },
  explain: { path: "/explain", equals: true },
};

export function whenOf(step: Step): When {
  const { condition } = step;
  if (!condition) return "always";
  const known = whens.find((w) => w !== "always" && w !== "written" && conditions[w].path === condition.path && conditions[w].equals === condition.equals);
  return known ?? "written";
}

/** The step with another condition; "written" leaves what is there. */
export function takenWhen(step: Step, when: When): Step {
  if (when === "written") return step;
  const { condition: _, ...rest } = step;
  return when === "always" ? rest : { ...rest, condition: conditions[when] };
}

/** The parts as a reader meets them: the root, what it leads to, and at the end those that nothing leads to. */
export function inOrder(path: Path): string[] {
  const seen: string[] = [];
  const visit = (name: string) => {
    const part = path.nodes[name];
    if (!part || seen.includes(name)) return;
    seen.push(name);
    for (const step of part.steps) if (step.node) visit(step.node);
  };
  visit(path.root);
  return [...seen, ...Object.keys(path.nodes).filter((name) => !seen.includes(name))];
}

export function reached(path: Path, name: string): boolean {
  return name === path.root || Object.values(path.nodes).some((part) => part.steps.some((s) => s.node === name));
}

function withPart(path: Path, name: string, change: (part: Part) => Part): Path {
  const part = path.nodes[name];
  return part ? { ...path, nodes: { ...path.nodes, [name]: change(part) } } : path;
}

const whole = 100;

/** The steps as a router takes them: only a splitter has weights, which add up to a hundred, and it and an ensemble have no conditions. */
function fitted(steps: readonly Step[], router: string): Step[] {
  return steps.map((step, i) => {
    const { weight: _, ...rest } = step;
    const fit: Step = router === "splitter" || router === "ensemble" ? takenWhen(rest, "always") : rest;
    const each = Math.floor(whole / steps.length);
    return router === "splitter" ? { ...fit, weight: i === 0 ? whole - each * (steps.length - 1) : each } : fit;
  });
}

export function routed(path: Path, name: string, router: Router): Path {
  return withPart(path, name, (part) => (part.router === router ? part : { ...part, router, steps: fitted(part.steps, router) }));
}

/** A part with so many seconds; null for as long as it likes. */
export function timed(path: Path, name: string, seconds: number | null): Path {
  return withPart(path, name, (part) => {
    const { seconds: _, ...rest } = part;
    return seconds ? { ...rest, seconds } : rest;
  });
}

export function stepped(path: Path, name: string, at: number, change: (step: Step) => Step): Path {
  return withPart(path, name, (part) => ({ ...part, steps: part.steps.map((s, i) => (i === at ? change(s) : s)) }));
}

export function moved(path: Path, name: string, at: number, by: -1 | 1): Path {
  return withPart(path, name, (part) => {
    const step = part.steps[at];
    const other = part.steps[at + by];
    if (!step || !other) return part;
    return { ...part, steps: part.steps.map((s, i) => (i === at ? other : i === at + by ? step : s)) };
  });
}

/** Without a step; what a splitter has left is shared anew. */
export function dropped(path: Path, name: string, at: number): Path {
  return withPart(path, name, (part) => {
    const steps = part.steps.filter((_, i) => i !== at);
    return { ...part, steps: part.router === "splitter" ? fitted(steps, "splitter") : steps };
  });
}

export function stepAdded(path: Path, name: string): Path {
  return withPart(path, name, (part) => {
    const steps: Step[] = [...part.steps, { service: "compute" }];
    return { ...part, steps: part.router === "splitter" ? fitted(steps, "splitter") : steps };
  });
}

/** What a step leads to, as a list names it: a part under "node:", a service under "service:". */
export const leadsTo = (step: Step): string => (step.node ? "node:" + step.node : "service:" + (step.service ?? ""));

/** The step leading elsewhere; it keeps its own name. */
export function led(step: Step, to: string): Step {
  const { node: _node, service: _service, ...rest } = step;
  return to.startsWith("node:") ? { ...rest, node: to.slice("node:".length) } : { ...rest, service: to.slice("service:".length) };
}

/** A new part at the end of a step, with one thing to do. */
export function partAdded(path: Path, name: string, at: number, called: string): Path {
  const fresh = freeName(path, called);
  const next = stepped(path, name, at, (s) => led(s, "node:" + fresh));
  return { ...next, nodes: { ...next.nodes, [fresh]: { router: "sequence", steps: [{ service: "compute" }] } } };
}

function freeName(path: Path, called: string): string {
  for (let n = 1; ; n++) if (!path.nodes[`${called} ${n}`]) return `${called} ${n}`;
}

/** Without a part, and without the steps that lead to it. */
export function withoutPart(path: Path, name: string): Path {
  if (name === path.root) return path;
  const nodes: Path["nodes"] = {};
  for (const [other, part] of Object.entries(path.nodes)) {
    if (other === name) continue;
    const steps = part.steps.filter((s) => s.node !== name);
    nodes[other] = steps.length === part.steps.length ? part : { ...part, steps: part.router === "splitter" ? fitted(steps, "splitter") : steps };
  }
  return { ...path, nodes };
}

/** A part under another name, wherever it is meant; the same path where the name is taken or empty. */
export function renamed(path: Path, from: string, to: string): Path {
  const name = to.trim();
  if (name === "" || name === from || path.nodes[name] || !path.nodes[from]) return path;
  const nodes: Path["nodes"] = {};
  for (const [other, part] of Object.entries(path.nodes)) {
    nodes[other === from ? name : other] = { ...part, steps: part.steps.map((s) => (s.node === from ? { ...s, node: name } : s)) };
  }
  return { root: path.root === from ? name : path.root, nodes };
}

const pointerOf = (name: string) => "/nodes/" + name.replaceAll("~", "~0").replaceAll("/", "~1");

/** What is wrong with one step: beside the fields that it is about, and what is about where it leads or the whole of it. */
export function wrongWithStep(problems: readonly Problem[], name: string, at: number, locale: "en" | "ko"): Refused<"when" | "weight" | "data"> {
  const here = `${pointerOf(name)}/steps/${at}`;
  const own = problems.filter((p) => p.pointer === here || p.pointer.startsWith(here + "/"));
  return sorted({ when: [here + "/condition"], weight: [here + "/weight"], data: [here + "/data"] }, { code: "", problems: own }, "", "", locale);
}

/** What is wrong with a part, its steps aside. */
export function wrongWithPart(problems: readonly Problem[], name: string, locale: "en" | "ko"): Refused<"router" | "seconds"> {
  const here = pointerOf(name);
  const own = problems.filter((p) => (p.pointer === here || p.pointer.startsWith(here + "/")) && !/\/steps\/\d/.test(p.pointer.slice(here.length)));
  return sorted({ router: [here + "/router"], seconds: [here + "/seconds"] }, { code: "", problems: own }, "", "", locale);
}

/** What is wrong with the path as a whole. */
export function problemsOfPath(problems: readonly Problem[]): Problem[] {
  return problems.filter((p) => !/^\/nodes\/./.test(p.pointer));
}

/** What can be taken back, and done again. */
export interface History {
  past: readonly Path[];
  now: Path;
  future: readonly Path[];
}

const deepest = 100;

export function begun(now: Path): History {
  return { past: [], now, future: [] };
}

export function changed(h: History, next: Path): History {
  return next === h.now ? h : { past: [...h.past.slice(-deepest), h.now], now: next, future: [] };
}

export function undone(h: History): History {
  const last = h.past.at(-1);
  return last ? { past: h.past.slice(0, -1), now: last, future: [h.now, ...h.future] } : h;
}

export function redone(h: History): History {
  const [next, ...future] = h.future;
  return next ? { past: [...h.past, h.now], now: next, future } : h;
}
