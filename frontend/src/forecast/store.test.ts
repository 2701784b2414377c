import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Fault } from "../api/fault";
import type { ForecastRequest } from "../api/forecasts";
import type { Outcome } from "../api/jobs";
import type { Job, JobProgress, Paired } from "../api/types";
import type { Forecast } from "../shell/forecastSession";
import { ForecastStore, type ForecastBackend } from "./store";

// Time stands still unless a test moves it: a machine that stalls for a quarter of a second would
// have a run sketched which no test asked for.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A backend whose jobs end when the test says so. */
function bench() {
  const asked: ForecastRequest[] = [];
  const ends: ((outcome: Outcome) => void)[] = [];
  const backend: ForecastBackend = {
    start: (request) => {
      asked.push(request);
      return Promise.resolve({ id: "j" + asked.length, kind: "forecast", state: "running", seq: 0 } satisfies Job);
    },
    follow: () => new Promise((resolve) => ends.push(resolve)),
    cancel: vi.fn(() => Promise.resolve()),
    load: (hash) => Promise.resolve({ header: { hash } } as unknown as Forecast),
    pair: () => Promise.reject(new Error("not paired here")),
  };
  const store = new ForecastStore("p", "c", backend);
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { asked, backend, store, settle, end: (i: number, outcome: Outcome) => ends[i]?.(outcome) };
}

const done = (result: string): Outcome => ({ state: "done", result });

describe("full runs", () => {
  test("start when a revision is wanted, once", async () => {
    const b = bench();
    b.store.want(3);
    b.store.want(3);
    await b.settle();
    expect(b.asked).toEqual([{ plan: "p", client: "c", purpose: "full", revision: 3 }]);
    expect(b.store.snapshot()).toMatchObject({ running: true, kept: null, stale: false });
  });
  test("keep what came before in sight, as stale, until the new one is there", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.end(0, done("one"));
    await b.settle();
    b.store.want(2);
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ stale: true, running: true, kept: { header: { hash: "one" } } });
    b.end(1, done("two"));
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ stale: false, running: false, kept: { header: { hash: "two" } }, before: { header: { hash: "one" } } });
  });
  test("of an older revision are left behind", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.store.want(2);
    await b.settle();
    b.end(1, done("two"));
    b.end(0, done("one"));
    await b.settle();
    expect(b.store.snapshot().kept?.header.hash).toBe("two");
  });
  test("that fail say why and can be tried again", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.end(0, { state: "failed", fault: new Fault(422, "plan.invalid", "No") });
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ running: false, failed: { message: "No" } });
    b.store.retry();
    await b.settle();
    expect(b.asked).toHaveLength(2);
    expect(b.store.snapshot()).toMatchObject({ running: true, failed: null });
  });
  test("say how far they are to whoever looks, and draw nothing else anew", async () => {
    const b = bench();
    let tell: (p: JobProgress) => void = () => undefined;
    const follow = b.backend.follow;
    b.backend.follow = (job, progress, signal) => {
      tell = progress;
      return follow(job, progress, signal);
    };
    b.store.want(1);
    await b.settle();
    const before = b.store.snapshot();
    const heard: unknown[] = [];
    b.store.progress.subscribe(() => heard.push(b.store.progress.now()));
    tell({ phase: "simulate", done: 3, total: 10 });
    expect(b.store.snapshot()).toBe(before);
    b.end(0, done("one"));
    await b.settle();
    expect(heard).toEqual([{ phase: "simulate", done: 3, total: 10 }, null]);
  });
  test("stop when asked", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.store.cancel();
    expect(b.backend.cancel).toHaveBeenCalledWith("j1");
    expect(b.store.snapshot()).toMatchObject({ running: false, stopped: true });
  });
});

describe("previews", () => {
  test("have one request under way; the latest value goes next", async () => {
    const b = bench();
    for (let v = 1; v <= 9; v++) b.store.preview({ v });
    await b.settle();
    expect(b.asked.map((a) => a.patch)).toEqual([{ v: 1 }]);
    b.end(0, done("first"));
    await b.settle();
    expect(b.asked.map((a) => a.patch)).toEqual([{ v: 1 }, { v: 9 }]);
    b.end(1, done("last"));
    await b.settle();
    expect(b.store.snapshot().preview?.header.hash).toBe("last");
  });
  test("end at once when there is nothing more to try", async () => {
    const b = bench();
    b.store.preview({ v: 1 });
    await b.settle();
    b.end(0, done("try"));
    await b.settle();
    b.store.endPreview();
    expect(b.store.snapshot().preview).toBeNull();
  });
  test("stay after an edit until its full result is there", async () => {
    const b = bench();
    b.store.preview({ v: 1 });
    await b.settle();
    b.end(0, done("try"));
    await b.settle();
    b.store.want(2);
    await b.settle();
    expect(b.store.snapshot().preview?.header.hash).toBe("try");
    b.end(1, done("full"));
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ preview: null, kept: { header: { hash: "full" } } });
  });
  test("that are saved have their full run begin with the saving, before the one that joins it", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.store.saving({ v: 0 }); // nothing is being tried: it may be refused, and waits for the revision
    await b.settle();
    expect(b.asked).toHaveLength(1);
    b.store.preview({ v: 1 });
    await b.settle();
    let begun = () => undefined as void;
    const start = b.backend.start;
    b.backend.start = async (request, signal) => {
      const job = await start(request, signal);
      if (request.patch) await new Promise<void>((resolve) => (begun = resolve));
      return job;
    };
    b.store.saving({ v: 1 });
    b.store.want(2);
    await b.settle();
    expect(b.asked.slice(2)).toEqual([{ plan: "p", client: "c", purpose: "full", revision: 1, patch: { v: 1 } }]);
    begun();
    await b.settle();
    expect(b.asked.slice(3)).toEqual([{ plan: "p", client: "c", purpose: "full", revision: 2 }]);
  });
  test("where the hand rests have their full run begin, until it moves on", async () => {
    const b = bench();
    b.store.want(1);
    await b.settle();
    b.store.preview({ v: 1 });
    await b.settle();
    b.end(1, done("try"));
    await b.settle();
    expect(b.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(b.asked[2]).toEqual({ plan: "p", client: "c", purpose: "full", revision: 1, patch: { v: 1 } });
    expect(b.backend.cancel).not.toHaveBeenCalled();
    b.store.preview({ v: 2 });
    await b.settle();
    expect(b.backend.cancel).toHaveBeenCalledExactlyOnceWith("j3");
    b.end(2, done("next"));
    await vi.advanceTimersByTimeAsync(200);
    b.store.saving({ v: 2 });
    b.store.endPreview();
    await b.settle();
    expect(b.backend.cancel).toHaveBeenCalledOnce(); // what is being saved is wanted
    b.store.close();
  });
  test("are compared beside being fetched where their futures are the same, and only then", async () => {
    const b = bench();
    const asked: string[] = [];
    const fetched: (() => void)[] = [];
    b.backend.pair = (base, result) => {
      asked.push(`${base} ${result}`);
      return Promise.resolve({ a: base, b: result } as unknown as Paired);
    };
    b.store.want(1);
    await b.settle();
    b.end(0, done("kept"));
    await b.settle();
    b.backend.load = (hash) => new Promise((resolve) => fetched.push(() => resolve({ header: { hash, ...(hash === "drawn" ? { seed: 7 } : {}) } } as unknown as Forecast)));
    b.store.preview({ people: {} });
    await b.settle();
    b.end(1, done("moved"));
    await b.settle();
    expect(asked).toEqual(["kept moved"]);
    expect(b.store.snapshot().preview).toBeNull();
    fetched[0]?.();
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ preview: { header: { hash: "moved" } }, paired: { b: "moved" } });
    b.store.preview({ assumptions: {} });
    await b.settle();
    b.end(2, done("drawn"));
    await b.settle();
    fetched[1]?.();
    await b.settle();
    expect(asked).toEqual(["kept moved"]);
    expect(b.store.snapshot()).toMatchObject({ preview: { header: { hash: "drawn" } }, paired: null });
  });
  test("that are refused show nothing", async () => {
    const b = bench();
    b.backend.start = () => Promise.reject(new Fault(422, "plan.invalid", "No"));
    b.store.preview({ v: 1 });
    await b.settle();
    expect(b.store.snapshot()).toMatchObject({ preview: null, failed: null });
  });
});

test("a plan that takes long is sketched first", async () => {
  const b = bench();
  b.store.want(1);
  await vi.advanceTimersByTimeAsync(300);
  expect(b.asked.map((a) => a.purpose)).toEqual(["full", "preview"]);
  b.store.close();
});
