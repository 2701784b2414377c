import { describe, expect, it, vi } from "vitest";
import type { Job, Paired } from "../../api/types";
import { measure, type EffectBackend, type Question } from "./effect";

const job = { id: "j" } as Job;
const paired = (b: string) => ({ a: "base", b }) as Paired;
const question: Question = { plan: "p", revision: 3, client: "c", base: "base", paths: 4000, moves: { down: { x: 1 }, up: { x: 2 } } };

function backend(over: Partial<EffectBackend> = {}): EffectBackend {
  return {
    start: vi.fn<EffectBackend["start"]>(async () => job),
    follow: async (_, progress) => {
      progress({ phase: "simulate", done: 1, total: 2 } as never);
      return { state: "done", result: "r" };
    },
    cancel: vi.fn<EffectBackend["cancel"]>(async () => undefined),
    pair: async (_, result) => paired(result),
    ...over,
  };
}

describe("measure", () => {
  it("plays each way and says how far it is", async () => {
    const at: number[] = [];
    const b = backend();
    const effect = await measure(b, question, (share) => at.push(share), new AbortController().signal);
    expect(effect).toEqual({ down: paired("r"), up: paired("r") });
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
