// Which spending rule fits what a person answers to three questions.

import type { RuleKind } from "../../api/types";

/** What to do when markets fall: spend on, cut a little and clearly, or move with them. */
export const ADJUST = ["steady", "some", "follow"] as const;
/** What the money is for: to leave some, to be used, or neither more than the other. */
export const PURPOSE = ["leave", "either", "use"] as const;
/** What later years are expected to cost. */
export const LATER = ["same", "less"] as const;

export interface Answers {
  adjust: (typeof ADJUST)[number];
  purpose: (typeof PURPOSE)[number];
  later: (typeof LATER)[number];
}

type Two = readonly [RuleKind, RuleKind];

const FITTING: Record<Answers["adjust"], Record<Answers["purpose"], Two>> = {
  steady: { leave: ["ratchet", "needs"], either: ["needs", "constantReal"], use: ["constantReal", "needs"] },
  some: { leave: ["guardrails", "floorCeiling"], either: ["floorCeiling", "guardrails"], use: ["riskGuardrails", "guardrails"] },
  follow: { leave: ["pctOfPortfolio", "cape"], either: ["cape", "vpw"], use: ["vpw", "pctOfPortfolio"] },
};

/** The rule that fits best and the next best. Less in later years comes first only where spending stays steady otherwise: no rule does both. */
export function suggest({ adjust, purpose, later }: Answers): Two {
  const [first, second] = FITTING[adjust][purpose];
  if (later === "same") return [first, second];
  return adjust === "steady" ? ["smile", first] : [first, "smile"];
}
