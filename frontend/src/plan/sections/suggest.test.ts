import { expect, it } from "vitest";
import { RULES } from "./rules";
import { ADJUST, type Answers, LATER, PURPOSE, suggest } from "./suggest";

const all: Answers[] = ADJUST.flatMap((adjust) => PURPOSE.flatMap((purpose) => LATER.map((later) => ({ adjust, purpose, later }))));

it.each(all)("two different rules for $adjust, $purpose, $later", (answers) => {
  const two = suggest(answers);
  expect(new Set(two).size).toBe(2);
  for (const rule of two) expect(RULES).toContain(rule);
});

it("someone may be led to every rule", () => {
  expect(new Set(all.flatMap(suggest))).toEqual(new Set(RULES));
});

it("who will not adjust is never offered a rule that cuts", () => {
  const cutting = new Set(["pctOfPortfolio", "vpw", "guardrails", "riskGuardrails", "floorCeiling", "cape"]);
  for (const answers of all.filter((one) => one.adjust === "steady")) expect(suggest(answers).some((rule) => cutting.has(rule))).toBe(false);
});
