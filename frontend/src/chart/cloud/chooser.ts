// Asks a worker which futures are meant. A newer question of a kind makes older ones worthless.
import type { Outline } from "./choose";
import type { Axis, Columns } from "./place";

export type Question =
  | { ask: "load"; columns: Columns }
  | { ask: "inside"; id: number; x: Axis; y: Axis; outline: Outline }
  | { ask: "nearest"; id: number; x: Axis; y: Axis; at: readonly [number, number]; aspect: number; reach: number };

export type Answer = { id: number; futures: Uint32Array } | { id: number; future: number | null };

export class Chooser {
  #worker = new Worker(new URL("choose.worker.ts", import.meta.url), { type: "module" });
  #id = 0;
  #inside: { id: number; tell: (futures: Uint32Array) => void } | null = null;
  #nearest: { id: number; tell: (future: number | null) => void } | null = null;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#take(data));
  }

  load(columns: Columns): void {
    this.#send({ ask: "load", columns });
  }

  /** Tells the futures inside an outline, unless it is asked again before. */
  inside(x: Axis, y: Axis, outline: Outline, tell: (futures: Uint32Array) => void): void {
    const id = ++this.#id;
    this.#inside = { id, tell };
    this.#send({ ask: "inside", id, x, y, outline });
  }

  /** Tells the future nearest to a place, unless it is asked again before. */
  nearest(x: Axis, y: Axis, at: readonly [number, number], aspect: number, reach: number, tell: (future: number | null) => void): void {
    const id = ++this.#id;
    this.#nearest = { id, tell };
    this.#send({ ask: "nearest", id, x, y, at, aspect, reach });
  }

  close(): void {
    this.#worker.terminate();
    this.#inside = null;
    this.#nearest = null;
  }

  #send(question: Question): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is no window
    this.#worker.postMessage(question);
  }

  #take(answer: Answer): void {
    if ("futures" in answer) {
      if (this.#inside?.id === answer.id) this.#inside.tell(answer.futures);
    } else if (this.#nearest?.id === answer.id) this.#nearest.tell(answer.future);
  }
}
