/** One event of a stream. */
export interface Frame {
  id: number;
  event: string;
  data: string;
}

/** Collects text in any pieces and gives whole frames; comments (": beat") are dropped. */
export class FrameReader {
  #rest = "";

  push(text: string): Frame[] {
    this.#rest = (this.#rest + text).replaceAll("\r\n", "\n");
    const parts = this.#rest.split("\n\n");
    this.#rest = parts.pop() ?? "";
    return parts.map(parse).filter((f) => f !== null);
  }
}

function parse(block: string): Frame | null {
  const data: string[] = [];
  let id = 0;
  let event = "message";
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, "");
    const field = line.slice(0, colon);
    if (field === "id") id = Number(value) || 0;
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { id, event, data: data.join("\n") };
}

/** The frames of a streamed answer, as they arrive. */
export async function* frames(response: Response): AsyncGenerator<Frame> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const collected = new FrameReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* collected.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
