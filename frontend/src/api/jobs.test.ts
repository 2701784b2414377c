import { afterEach, expect, test, vi } from "vitest";
import { followJob } from "./jobs";
import type { Job } from "./types";

const job: Job = { id: "j1", kind: "forecast", state: "running", seq: 0 };
const sse = (text: string) => new Response(text, { headers: { "Content-Type": "text/event-stream" } });
const frame = (id: number, event: string, data: unknown) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

afterEach(() => vi.unstubAllGlobals());

/** Answers requests in order and remembers what was asked. */
function backend(...answers: (Response | Error)[]): { method: string; url: string; body: string }[] {
  const asked: { method: string; url: string; body: string }[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push({ method: init.method ?? "", url, body: String(init.body ?? "") });
    const next = answers.shift();
    if (!next) return Promise.reject(new Error("nothing more was expected"));
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return asked;
}

test("a stream is followed to its end", async () => {
  backend(sse(": open\n\n" + frame(1, "progress", { phase: "simulate", done: 5, total: 10 }) + frame(2, "done", { result: "h" })));
  const seen: number[] = [];
  expect(await followJob(job, (p) => seen.push(p.done), new AbortController().signal)).toEqual({ state: "done", result: "h" });
  expect(seen).toEqual([5]);
});

test("a dropped connection resumes after the last event seen", async () => {
  const running = Response.json({ ...job, progress: { phase: "simulate", done: 6, total: 10 } });
  const asked = backend(sse(frame(4, "progress", { phase: "simulate", done: 5, total: 10 })), running, sse(frame(5, "done", { result: "h" })));
  expect(await followJob(job, () => undefined, new AbortController().signal)).toEqual({ state: "done", result: "h" });
  expect(asked.map((a) => a.body)).toEqual(['{"after":0}', "", '{"after":4}']);
});

test("where nothing streams, polling finds the end", async () => {
  backend(new TypeError("network"), Response.json({ ...job, state: "done", result: "h" }));
  expect(await followJob(job, () => undefined, new AbortController().signal)).toEqual({ state: "done", result: "h" });
});

test("a job that is done needs no request", async () => {
  const asked = backend();
  expect(await followJob({ ...job, state: "done", result: "h" }, () => undefined, new AbortController().signal)).toEqual({ state: "done", result: "h" });
  expect(asked).toEqual([]);
});

test("a failure carries the backend's words", async () => {
  backend(sse(frame(1, "failed", { status: 422, code: "plan.invalid", title: "The plan has a fault", fix: "Mend it", problems: [] })));
  const outcome = await followJob(job, () => undefined, new AbortController().signal);
  expect(outcome).toMatchObject({ state: "failed", fault: { status: 422, code: "plan.invalid", message: "The plan has a fault", fix: "Mend it" } });
});

test("leaving ends the waiting, not the job", async () => {
  const leave = new AbortController();
  leave.abort();
  backend();
  await expect(followJob(job, () => undefined, leave.signal)).rejects.toThrow();
});
