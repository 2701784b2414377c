// What a page asks of its graphics processor and how long its frames take, counted from outside:
// whatever the program believes of itself, these are the calls that were made.
import type { Page } from "playwright-core";

export interface Counted {
  /** Bytes given to buffers and textures. */
  uploaded: number;
  draws: number;
  points: number;
  /** Milliseconds of script in each animation frame that had any. */
  frames: number[];
}

/** Counts from the next page load on. */
export async function count(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { uploaded: 0, draws: 0, points: 0, frames: [] as number[] };
    Object.assign(globalThis, { counted });
    const size = (data: unknown) => (typeof data === "number" ? data : data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0);
    const gl = WebGL2RenderingContext.prototype;
    const { bufferData, bufferSubData, texImage2D, drawArrays } = gl;
    gl.bufferData = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      counted.uploaded += size(args[1]);
      return Reflect.apply(bufferData, this, args) as void;
    } as typeof gl.bufferData;
    gl.bufferSubData = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      counted.uploaded += size(args[2]);
      return Reflect.apply(bufferSubData, this, args) as void;
    } as typeof gl.bufferSubData;
    gl.texImage2D = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      counted.uploaded += size(args.at(-1));
      return Reflect.apply(texImage2D, this, args) as void;
    } as typeof gl.texImage2D;
    gl.drawArrays = function (mode: number, first: number, n: number) {
      counted.draws++;
      counted.points += n;
      drawArrays.call(this, mode, first, n);
    };
    const ask = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (then) =>
      ask((now) => {
        const began = performance.now();
        then(now);
        counted.frames.push(performance.now() - began);
      });
  });
}

/** What was counted since it was last asked. */
export function take(page: Page): Promise<Counted> {
  return page.evaluate(() => {
    const { counted } = globalThis as unknown as { counted: Counted };
    const now = { ...counted };
    Object.assign(counted, { uploaded: 0, draws: 0, points: 0, frames: [] });
    return now;
  });
}
