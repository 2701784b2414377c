// Changing the tax regime and its bands; what a regime does not read stays in the document.

import type { Regime, Tax, TaxBand, TaxParams } from "../../api/types";

/** The regimes whose numbers the household owns. */
const OWN_REGIMES = ["none", "flat", "bands"] as const satisfies readonly Regime[];

/** The regimes that come with a country's law. */
const LAWS = ["us.federal", "kr"] as const satisfies readonly Regime[];

export const REGIMES = [...OWN_REGIMES, ...LAWS] as const;

export type OwnRegime = (typeof OWN_REGIMES)[number];

export function isOwn(regime: string): regime is OwnRegime {
  return (OWN_REGIMES as readonly string[]).includes(regime);
}

/** The same document under another regime, with rates to begin from where it had none; a law names its newest pack. */
export function taxedBy(tax: Tax, regime: Regime, currency: string, pack?: string): Tax {
  const { pack: _, ...rest } = tax;
  if (!isOwn(regime)) return { ...rest, regime, ...(pack ? { pack } : {}) };
  const begin: TaxParams = regime === "none" ? {} : { gains: 0.15, dividends: 0.15, interest: 0.15 };
  if (regime === "flat") begin.income = 0.15;
  if (regime === "bands" && !tax.params?.bands?.length) begin.bands = withBand([], currency);
  return { ...rest, regime, params: { ...begin, ...tax.params } };
}

/** One band more: from nothing, or from twice the last threshold at five points more. */
export function withBand(bands: readonly TaxBand[], currency: string): TaxBand[] {
  const top = bands.at(-1);
  if (!top) return [{ from: { amt: "0", cur: currency }, rate: 0.1 }];
  const from = Number(top.from.amt);
  const next = from > 0 ? from * 2 : currency === "KRW" ? 14_000_000 : 12_000;
  return [...bands, { from: { ...top.from, amt: String(next) }, rate: Math.min(1, Math.round((top.rate + 0.05) * 1000) / 1000) }];
}
