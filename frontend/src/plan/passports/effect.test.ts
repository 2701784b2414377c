import { describe, expect, it, vi } from "vitest";
import type { Fact, Job, Paired, ResultHeader } from "../../api/types";
import { between, measure, type EffectBackend, type Question } from "./effect";

const job = { id: "j" } as Job;
const paired = (b: string) => ({ a: "base", b, onlyA: 3, onlyB: 1, delta: { value: -0.02, ci: { low: -0.05, high: 0.01, level: 0.95 } } }) as Paired;
const changed = { value: -0.02, low: -0.05, high: 0.01 };
const share = (value: number, low: number, high: number): Fact => ({ value, unit: "share", basis: "", ci: { low, high, level: 0.95 } });
const header = (hash: string) => ({ metric: "essentialFunded", facts: { "success.essential": hash === "base" ? share(0.8, 0.79, 0.81) : share(0.7, 0.685, 0.715) } }) as unknown as ResultHeader;
const question: Question = { plan: "p", revision: 3, client: "c", base: "base", paths: 4000, moves: { down: { x: 1 }, up: { x: 2 } }, apart: false };

function backend(over: Partial<EffectBackend> = {}): EffectBackend {
  return {
    start: vi.fn<EffectBackend["start"]>(async () => job),
    follow: async (_, progress) => {
      progress({ phase: "simulate", done: 1, total: 2 } as never);
      return { state: "done", result: "r" };
    },
    cancel: vi.fn<EffectBackend["cancel"]>(async () => undefined),
    pair: async (_, result) => paired(result),
    header: async (hash) => header(hash),
    ...over,
  };
}

describe("measure", () => {
  it("plays each way and says how far it is", async () => {
    const at: number[] = [];
    const b = backend();
    const effect = await measure(b, question, (share) => at.push(share), new AbortController().signal);
    expect(effect).toEqual({ down: changed, up: changed });
    expect(at).toEqual([0, 0.25, 0.5, 0.75]);
    expect(b.start).toHaveBeenCalledWith({ plan: "p", revision: 3, client: "c", paths: 4000, purpose: "preview", patch: { x: 1 } }, expect.anything());
  });
  it("leaves out a way that is not possible", async () => {
    const effect = await measure(backend(), { ...question, moves: { up: { x: 2 } } }, () => undefined, new AbortController().signal);
    expect(Object.keys(effect)).toEqual(["up"]);
  });
  it("goes on when one is refused, and fails when all are", async () => {
    const refuse = (refused: readonly number[]) => backend({ start: async ({ patch }) => (refused.includes(Number(patch?.["x"])) ? Promise.reject(new Error("refused")) : job) });
    expect(Object.keys(await measure(refuse([1]), question, () => undefined, new AbortController().signal))).toEqual(["up"]);
    await expect(measure(refuse([1, 2]), question, () => undefined, new AbortController().signal)).rejects.toThrow("refused");
  });
  it("compares shares where other futures are drawn", async () => {
    const effect = await measure(backend({ pair: () => Promise.reject(new Error("unpaired")) }), { ...question, apart: true }, () => undefined, new AbortController().signal);
    expect(effect["up"]).toEqual(between(share(0.8, 0.79, 0.81), share(0.7, 0.685, 0.715)));
  });
  it("says that no future changes", async () => {
    const effect = await measure(backend({ pair: async () => ({ ...paired("r"), onlyA: 0, onlyB: 0 }) }), question, () => undefined, new AbortController().signal);
    expect(effect["up"]).toBeNull();
  });
  it("stops the job when it is no longer asked for", async () => {
    const abort = new AbortController();
    const b = backend({
      follow: async (_, __, signal) => {
        abort.abort();
        signal.throwIfAborted();
        throw new Error("not reached");
      },
    });
    await expect(measure(b, question, () => undefined, abort.signal)).rejects.toThrow(/abort/i);
    expect(b.cancel).toHaveBeenCalledWith("j");
  });
});

// 56 of 70 and 48 of 80 by Wilson: 0.8 (0.6919 to 0.8770), 0.6 (0.4904 to 0.7000). Newcombe's table II, (a), method 10:
// the difference of 0.2 lies between 0.0524 and 0.3339.
describe("between", () => {
  it("agrees with the paper", () => {
    const change = between(share(48 / 80, 0.4904, 0.7), share(56 / 70, 0.6919, 0.877));
    expect(change?.value).toBeCloseTo(0.2);
    expect(change?.low).toBeCloseTo(0.0524, 3);
    expect(change?.high).toBeCloseTo(0.3339, 3);
  });
});
