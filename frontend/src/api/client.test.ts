// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { drawFirst, send } from "./client";

const sent: string[] = [];
let frames: (() => void)[] = [];

beforeEach(() => {
  sent.length = 0;
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => frames.push(draw));
  vi.stubGlobal("fetch", (url: string) => {
    sent.push(url);
    return Promise.resolve(new Response("{}"));
  });
});

test("what a screen asks for on arrival is sent once its frame is drawn, in order", async () => {
  drawFirst();
  const answers = [send("GET", "/a"), send("GET", "/b")];
  await Promise.resolve();
  expect(sent).toEqual([]);
  for (const draw of frames) draw();
  await Promise.all(answers);
  await send("GET", "/c");
  expect(sent).toEqual(["/api/v1/a", "/api/v1/b", "/api/v1/c"]);
});

test("nothing waits for a frame that never comes", async () => {
  drawFirst();
  await send("GET", "/a");
  expect([sent, frames.length]).toEqual([["/api/v1/a"], 1]);
});

test("what is sent as the page goes does not wait", () => {
  drawFirst();
  void send("POST", "/presence", { keepalive: true });
  expect(sent).toEqual(["/api/v1/presence"]);
});
