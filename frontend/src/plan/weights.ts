// Mixes of asset classes that always sum to one: moving one weight takes from or gives to the others.

import type { Alloc, GlidePoint } from "../api/types";
import type { Weights } from "./document";

export function total(weights: Weights): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}

/** The engine refuses a mix further from one than this. */
export function sumsToOne(weights: Weights): boolean {
  return Math.abs(total(weights) - 1) <= 1e-6;
}

/**
 * The mix with one class at `share`, in whole percent: the other classes keep their
 * proportions among themselves and take what is left.
 */
export function withWeight(weights: Weights, id: string, share: number): Weights {
  const target = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const others = Object.keys(weights).filter((key) => key !== id);
  if (others.length === 0) return { ...weights, [id]: 1 };
  const parts = apportion(100 - target, others.map((key) => weights[key] ?? 0));
  const next: Weights = { ...weights, [id]: target / 100 };
  others.forEach((key, i) => (next[key] = (parts[i] ?? 0) / 100));
  return next;
}

/** The mix scaled so that it sums to one, in whole percent. */
export function evened(weights: Weights): Weights {
  const keys = Object.keys(weights);
  const parts = apportion(100, keys.map((key) => weights[key] ?? 0));
  return Object.fromEntries(keys.map((key, i) => [key, (parts[i] ?? 0) / 100]));
}

// Largest remainders: whole parts that sum exactly, as near to the proportions as whole parts can be.
function apportion(whole: number, proportions: readonly number[]): number[] {
  const positive = proportions.map((p) => Math.max(0, p));
  const sum = positive.reduce((a, b) => a + b, 0);
  const exact = positive.map((p) => (sum > 0 ? (whole * p) / sum : whole / positive.length));
  const parts = exact.map(Math.floor);
  const byRemainder = exact.map((value, i) => [value - Math.floor(value), i] as const).toSorted((a, b) => b[0] - a[0]);
  let left = whole - parts.reduce((a, b) => a + b, 0);
  for (const [, i] of byRemainder) {
    if (left-- <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
  }
  return parts;
}

/** The classes of a mix and of the plan, the plan's order first: what a weight editor lists. */
export function classesOf(weights: Weights, known: readonly string[]): string[] {
  return [...known, ...Object.keys(weights).filter((id) => !known.includes(id))];
}

/** What an account or household holds first: its fixed weights, or its path's first point. */
export function firstWeights(alloc: Alloc | undefined): Weights {
  return alloc?.weights ?? alloc?.glide?.[0]?.weights ?? {};
}

/** A path becomes its first mix; a mix becomes a path from now on. The rest of the alloc stays. */
export function asPath(alloc: Alloc): Alloc {
  const { weights, ...rest } = alloc;
  if (rest.glide && rest.glide.length > 0) return rest;
  return { interp: "linear", ...rest, glide: [{ at: { at: "now" }, weights: weights ?? {} }] };
}

export function asMix(alloc: Alloc): Alloc {
  const { glide: _glide, interp: _interp, ...rest } = alloc;
  return { ...rest, weights: firstWeights(alloc) };
}

/** A path with one more point, after the last and with its mix. */
export function withPoint(points: readonly GlidePoint[], at: GlidePoint["at"]): GlidePoint[] {
  return [...points, { at, weights: { ...points.at(-1)?.weights } }];
}
