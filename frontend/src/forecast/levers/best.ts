// The best next step, from an analysis of the levers.
import type { Patch } from "../../api/plans";
import type { Analysis, Driver, Estimate, LeverMove } from "../../api/types";
import { shownDifference } from "../../format/chance";
import type { LeverID } from "./words";

/** The change as the two shares are shown, so that the figures on the screen add up. */
export function shownChange(base: Estimate, move: Pick<LeverMove, "success" | "delta">): number {
  return move.success ? shownDifference(base.value, move.success.value) : (move.delta?.value ?? 0);
}

/** What the household decides itself; the rest is the world's. */
const inHand: readonly LeverID[] = ["retire", "spendEssential", "spendFlexible", "spendRetired", "saving", "fees", "equity"];

/** A gain smaller than half a future in a hundred is no step worth naming. */
const least = 0.005;

export interface Step {
  row: Driver;
  move: LeverMove;
  patch: Patch;
  /** The gain as a share of futures. */
  gain: number;
}

/** The one move in the household's hands that makes most futures hold; null when none is worth naming. */
export function bestStep(answer: Pick<Analysis, "base" | "drivers">): Step | null {
  const moves = (answer.drivers?.rows ?? []).flatMap((row) =>
    inHand.includes(row.lever) ? [row.down, row.up].flatMap((move) => (move.possible && move.patch && surely(move) ? [{ row, move, patch: move.patch, gain: shownChange(answer.base, move) }] : [])) : [],
  );
  const best = moves.toSorted((a, b) => b.gain - a.gain)[0];
  return best && best.gain >= least ? best : null;
}

/** Luck alone does not explain the gain. */
const surely = ({ delta }: LeverMove) => delta !== undefined && (delta.ci?.low ?? delta.value) > 0;
