// The path that a question takes, as a tree to be drawn: each node with its steps,
// each step with what became of it.
import type { AdvisorPath, StepFigures } from "../../api/types";

type Graph = AdvisorPath["path"];
type GraphStep = Graph["nodes"][string]["steps"][number];

type Router = "sequence" | "switch" | "ensemble" | "splitter";

/** One box of the picture. A step that leads to a service has no router and no steps. */
export interface Box {
  /** What it is called among its neighbours. */
  name: string;
  /** What it leads to: a node's or a service's name. */
  leads: string;
  router?: Router;
  /** Seconds that it may take; 0 for as long as it likes. */
  seconds: number;
  /** Per cent, in a splitter. */
  weight: number;
  /** May fail without its node failing. */
  soft: boolean;
  /** Taken only where this holds, as a person would write it; "" for always. */
  where: string;
  figures?: StepFigures;
  steps: Box[];
}

const routers: readonly string[] = ["sequence", "switch", "ensemble", "splitter"];

/** Nodes within nodes; the backend takes no graph that is deeper. */
const deepest = 12;

export function wayOf({ path, steps }: AdvisorPath): Box | null {
  const known = new Map(steps.map((s) => [s.step, s]));
  if (!path.nodes[path.root]) return null;
  return nodeBox(path, path.root, path.root, path.root, known, 0);
}

function nodeBox(graph: Graph, node: string, name: string, at: string, known: Map<string, StepFigures>, depth: number): Box {
  const n = graph.nodes[node];
  const box: Box = { name, leads: node, seconds: n?.seconds ?? 0, weight: 0, soft: false, where: "", steps: [], ...figuresOf(known, at) };
  if (!n || depth > deepest) return box;
  if (routers.includes(n.router)) box.router = n.router as Router;
  box.steps = n.steps.map((step) => stepBox(graph, step, at, known, depth + 1));
  return box;
}

function stepBox(graph: Graph, step: GraphStep, above: string, known: Map<string, StepFigures>, depth: number): Box {
  const leads = step.node ?? step.service ?? "";
  const name = step.name ?? leads;
  const at = `${above}/${name}`;
  const box: Box = step.node ? nodeBox(graph, step.node, name, at, known, depth) : { name, leads, seconds: 0, weight: 0, soft: false, where: "", steps: [], ...figuresOf(known, at) };
  return { ...box, weight: step.weight ?? 0, soft: step.dependency === "soft", where: step.condition ? conditionOf(step.condition) : "" };
}

function figuresOf(known: Map<string, StepFigures>, at: string): { figures?: StepFigures } {
  const figures = known.get(at);
  return figures ? { figures } : {};
}

function conditionOf(c: NonNullable<GraphStep["condition"]>): string {
  const what = c.path.replace(/^\//, "").replaceAll("/", ".");
  if (c.below !== undefined) return `${what} < ${c.below}`;
  if (c.above !== undefined) return `${what} > ${c.above}`;
  if (c.exists !== undefined) return c.exists ? what : `¬ ${what}`;
  const equals: unknown = c.equals; // a text, a number or a truth
  return equals === true ? what : `${what} = ${String(equals)}`;
}

/** How much of the whole a step takes, from 0 to 1, by the middle of what each took. */
export function shareOf(box: Box, root: Box): number {
  const whole = root.figures?.took.p50 ?? 0;
  const part = box.figures && box.figures.took.count > 0 ? box.figures.took.p50 : 0;
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
