import { describe, expect, it } from "vitest";
import type { Tax } from "../../api/types";
import { taxedBy, withBand } from "./taxes";

describe("taxedBy", () => {
  it("gives rates to begin from, and keeps those that stand", () => {
    expect(taxedBy({ regime: "none", params: { income: 0.3 } }, "flat", "USD")).toEqual({
      regime: "flat",
      params: { income: 0.3, gains: 0.15, dividends: 0.15, interest: 0.15 },
    });
  });
  it("keeps what no tax reads, so that coming back loses nothing", () => {
    const flat: Tax = { regime: "flat", perPerson: true, params: { income: 0.2, filingStatus: "joint" } };
    expect(taxedBy(taxedBy(flat, "none", "USD"), "flat", "USD").params).toMatchObject(flat.params ?? {});
  });
  it("names the newest pack of a law, and none of one's own numbers", () => {
    const law = taxedBy({ regime: "flat", params: { gains: 0.2 } }, "kr", "KRW", "kr-2026.1");
    expect(law).toEqual({ regime: "kr", pack: "kr-2026.1", params: { gains: 0.2 } });
    expect(taxedBy(law, "none", "KRW").pack).toBeUndefined();
  });
  it("begins bands with one from nothing", () => {
    expect(taxedBy({ regime: "none", params: {} }, "bands", "KRW").params?.bands).toEqual([{ from: { amt: "0", cur: "KRW" }, rate: 0.1 }]);
  });
});

it("each further band stands above the last", () => {
  let bands = withBand([], "KRW");
  for (let i = 0; i < 4; i++) bands = withBand(bands, "KRW");
  const thresholds = bands.map((band) => Number(band.from.amt));
  expect(thresholds).toEqual([0, 14_000_000, 28_000_000, 56_000_000, 112_000_000]);
  expect(bands.at(-1)?.rate).toBeCloseTo(0.3);
});
