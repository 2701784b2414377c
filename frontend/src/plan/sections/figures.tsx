// Amounts as lists show them.
import { useText } from "../../i18n/text";
import { Money } from "../../ui/Money";
import type { Amount } from "../../api/types";

/** An amount with its period below it; stated amounts are shown as they were typed. */
export function AmountFigure({ amount, note }: { amount: Amount | undefined; note?: string }) {
  const t = useText();
  if (!amount) return null;
  const below = note ?? (amount.per ? t(`plan.per.${amount.per}`) : undefined);
  return (
    <>
      <Money value={amount.amt} {...(amount.cur ? { currency: amount.cur } : {})} />
      {below && <small>{below}</small>}
    </>
  );
}
