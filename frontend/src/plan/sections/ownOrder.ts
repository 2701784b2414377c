// Steps of withdrawal to begin one's own order from.

import type { WithdrawalStep, Wrapper } from "../../api/types";
import type { Plan } from "../document";
import { living } from "../order";

const USUAL: readonly Wrapper[] = ["taxable", "other", "crypto", "restricted", "capped", "deferred", "exempt", "purpose"];

/** Cash above half a year first, then each kind of account that the household has, and the rest of the cash last. */
export function ownOrder(plan: Plan): WithdrawalStep[] {
  const held = new Set(living(plan.accounts).map(([, account]) => account.wrapper));
  const steps = USUAL.filter((wrapper) => held.has(wrapper)).map((pick): WithdrawalStep => ({ pick }));
  return [{ pick: "cash", until: { bufferMonths: 6 } }, ...steps, { pick: "cash" }];
}
