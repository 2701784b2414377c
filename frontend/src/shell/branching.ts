// What makes a scenario: for every feature that offers to keep a change beside the plan.
import type { Patch } from "../api/plans";
import type { Scenario } from "../api/types";

// Ids rise with time, so that scenarios stand in the order they were made.
function freshId(now: number): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(4)), (n) => n.toString(36)).join("");
  return `x${now.toString(36).padStart(9, "0")}${random}`;
}

/** A new scenario: its id, and the edit that makes it. */
export function branching(name: string, patch: Patch, now = Date.now()): { id: string; edit: Patch } {
  const id = freshId(now);
  return { id, edit: { scenarios: { [id]: { name, patch } } } };
}

/** A name that no other scenario has: "Retire later", "Retire later 2". */
export function nameFor(wanted: string, others: readonly Pick<Scenario, "name">[]): string {
  const taken = new Set(others.map((b) => b.name));
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
  return name;
}
