import type { Tone } from "./lanes";

/** The colour of each kind of stream, wherever time is drawn. */
export const TONES: Record<Tone, string> = {
  income: "var(--data-1)",
  spending: "var(--data-2)",
  goal: "var(--data-3)",
  debt: "var(--data-4)",
  insurance: "var(--data-6)",
};
