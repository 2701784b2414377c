// The return models: which there are, and what each begins with.

import type { ReturnModel, Returns, Switch } from "../../api/types";

export const MODELS = ["lognormal", "studentT", "regime", "blockBootstrap", "historicalReplay", "deterministic"] as const satisfies readonly ReturnModel[];

/** Calm and stress as they fit the built-in stock returns since 1871 best; a test of the market package fits them. */
export const FITTED: Switch = { stayCalm: 0.97, stayStress: 0.85, stressMean: -0.24, stressSd: 2.5 };

const BEGIN: Partial<Record<ReturnModel, Partial<Returns>>> = {
  studentT: { df: 6 },
  regime: { regimes: FITTED },
  blockBootstrap: { blockMonths: 60, blocks: "stationary", means: "plan" },
};

/** The same document under another model, with numbers to begin from where it had none. */
export function modelledBy(returns: Returns, model: ReturnModel): Returns {
  return { ...BEGIN[model], ...returns, model };
}

/** How many months a state lasts on average, given the chance that a month of it is followed by another. */
export function monthsOf(stay: number): number {
  return Math.round(1 / Math.max(1 - stay, 1e-4));
}
