import { describe, expect, it } from "vitest";
import { modelledBy, MODELS, monthsOf } from "./models";

describe("modelledBy", () => {
  it("begins with numbers where there were none", () => {
    expect(modelledBy({ model: "lognormal" }, "blockBootstrap")).toEqual({ model: "blockBootstrap", blockMonths: 60, blocks: "stationary", means: "plan" });
    expect(modelledBy({ model: "lognormal" }, "regime").regimes?.stressSd).toBe(2.5);
    expect(modelledBy({ model: "lognormal" }, "studentT").df).toBe(6);
  });
  it("keeps what was said before", () => {
    expect(modelledBy({ model: "lognormal", blockMonths: 24, means: "history" }, "blockBootstrap")).toEqual({ model: "blockBootstrap", blockMonths: 24, blocks: "stationary", means: "history" });
  });
  it.each(MODELS)("%s can be chosen", (model) => {
    expect(modelledBy({ model: "lognormal" }, model).model).toBe(model);
  });
});

describe("monthsOf", () => {
  it.each([
    [0, 1],
    [0.5, 2],
    [0.97, 33],
    [1, 10_000],
  ])("a chance of %d lasts %d months", (stay, months) => {
    expect(monthsOf(stay)).toBe(months);
  });
});
