/** Draws at most once a frame, and only when asked. */
export class Frame {
  #draw: (now: number) => void;
  #asked = 0;

  constructor(draw: (now: number) => void) {
    this.#draw = draw;
  }

  ask(): void {
    if (this.#asked !== 0) return;
    this.#asked = requestAnimationFrame((now) => {
      this.#asked = 0;
      this.#draw(now);
    });
  }

  drop(): void {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
  }
}

/** Whether things should arrive without moving. */
export function still(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
