import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Listener } from "./events";
import type { Happening } from "./types";

const frame = (id: number, body: Happening) => `id: ${id}\nevent: ${body.kind}\ndata: ${JSON.stringify(body)}\n\n`;
const sse = (text: string) => new Response(": open\n\n" + text, { headers: { "Content-Type": "text/event-stream" } });
const changed = (revision: number): Happening => ({ kind: "plan.changed", id: "p", revision });

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Answers in order, then never; remembers what was asked, and when. */
function backend(...answers: (Response | Error)[]) {
  const asked: { url: string; body: string; at: number }[] = [];
  const begun = Date.now();
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push({ url, body: String(init.body), at: Date.now() - begun });
    const next = answers.shift();
    if (next) return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  });
  return asked;
}

test("a dropped connection is taken up after the last thing heard", async () => {
  const asked = backend(sse(frame(4, changed(2)) + frame(5, changed(3))), sse(frame(6, changed(4))));
  const heard: Happening[] = [];
  const leave = new AbortController();
  const listening = new Listener().listen((h) => heard.push(h), leave.signal);
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard.map((h) => h.revision)).toEqual([2, 3, 4]);
  expect(asked.map((a) => a.body)).toEqual(['{"after":0}', '{"after":5}', '{"after":6}']);
  leave.abort();
  await listening;
});

test("a backend that does not answer is asked less and less often", async () => {
  const asked = backend(...Array.from({ length: 6 }, () => new TypeError("network")));
  const leave = new AbortController();
  const listening = new Listener().listen(() => undefined, leave.signal);
  await vi.advanceTimersByTimeAsync(80_000);
  expect(asked.map((a) => a.at)).toEqual([0, 250, 1250, 4250, 14_250, 44_250, 74_250]);
  leave.abort();
  await listening;
});

test("what was heard is remembered while nobody listens", async () => {
  const asked = backend(sse(frame(7, changed(2))), new TypeError("network"), sse(frame(9, { kind: "lagged" })));
  const heard: string[] = [];
  const listener = new Listener();
  const first = new AbortController();
  const before = listener.listen((h) => heard.push(h.kind), first.signal);
  await vi.advanceTimersByTimeAsync(100);
  first.abort();
  await before;
  const second = new AbortController();
  const after = listener.listen((h) => heard.push(h.kind), second.signal);
  await vi.advanceTimersByTimeAsync(2000);
  expect(heard).toEqual(["plan.changed", "lagged"]);
  expect(asked.slice(0, 3).map((a) => a.body)).toEqual(['{"after":0}', '{"after":7}', '{"after":7}']);
  second.abort();
  await after;
});

test("a page that is not let in stops asking", async () => {
  const asked = backend(Response.json({ status: 401, code: "request.credentials", title: "No" }, { status: 401 }));
  await new Listener().listen(() => undefined, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
});

test("a page that is not let in any more is told so, and asks no more", async () => {
  const refused = new Response(JSON.stringify({ type: "about:blank", code: "request.session", title: "Not open to you", status: 401 }), { status: 401, headers: { "Content-Type": "application/problem+json" } });
  const asked = backend(sse(frame(4, changed(2))), refused);
  let stood = 0;
  const listening = new Listener().listen(() => undefined, new AbortController().signal, () => stood++);
  await vi.advanceTimersByTimeAsync(5000);
  expect((await listening)?.status).toBe(401);
  expect([asked.length, stood]).toEqual([2, 1]);
});
