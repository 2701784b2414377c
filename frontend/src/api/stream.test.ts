import { describe, expect, test } from "vitest";
import { FrameReader, frames } from "./stream";

const text = ': open\n\nid: 1\nevent: progress\ndata: {"phase":"simulate","done":1,"total":2}\n\n: beat\n\nid: 2\nevent: done\ndata: {"result":"abc"}\n\n';

describe("frames are whole however the text is cut", () => {
  test.each([1, 3, 7, 64, 1000])("in pieces of %d", (size) => {
    const reader = new FrameReader();
    const got = [];
    for (let i = 0; i < text.length; i += size) got.push(...reader.push(text.slice(i, i + size)));
    expect(got).toEqual([
      { id: 1, event: "progress", data: '{"phase":"simulate","done":1,"total":2}' },
      { id: 2, event: "done", data: '{"result":"abc"}' },
    ]);
  });
  test("line ends of any system", () => expect(new FrameReader().push(text.replaceAll("\n", "\r\n"))).toHaveLength(2));
  test("data on several lines", () => expect(new FrameReader().push("data: a\ndata: b\n\n")[0]?.data).toBe("a\nb"));
  test("half a frame waits", () => expect(new FrameReader().push("id: 3\ndata: x\n")).toEqual([]));
});

test("a response streams its frames, also when a letter is cut in two", async () => {
  const bytes = new TextEncoder().encode("id: 1\nevent: failed\ndata: 가나다\n\n");
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const got = [];
  for await (const frame of frames(new Response(body))) got.push(frame);
  expect(got).toEqual([{ id: 1, event: "failed", data: "가나다" }]);
});
