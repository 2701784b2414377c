import { send } from "./client";
import { Fault } from "./fault";
import { frames } from "./stream";
import type { Happening } from "./types";

/** Milliseconds before each next try; the last one goes on. */
const patience = [250, 1000, 3000, 10_000, 30_000];

/** A connection that stood this long was a good one: the next try comes soon. */
const steady = 15_000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}

/**
 * Hears what happens to plans and settings, in any window. It remembers the last
 * thing it heard, so that it can be put down and taken up again: when something
 * was missed meanwhile, a happening of kind "lagged" says so first.
 */
export class Listener {
  #after = 0;

  /**
   * Listens until the signal ends, connecting again whenever the connection drops. Gives why this page is not let in
   * any more, when that is how it ends. Never rejects.
   */
  async listen(tell: (happening: Happening) => void, signal: AbortSignal, stands: () => void = () => undefined): Promise<Fault | null> {
    let tries = 0;
    while (!signal.aborted) {
      const begun = Date.now();
      const heard = this.#after;
      const refused = await this.#connect(tell, signal, stands);
      if (refused || signal.aborted) return refused;
      if (this.#after !== heard || Date.now() - begun > steady) tries = 0;
      await pause(patience[Math.min(tries, patience.length - 1)] ?? steady, signal);
      tries++;
    }
    return null;
  }

  /** One connection, to its end. A fault when asking again cannot help: this page is not let in. */
  async #connect(tell: (happening: Happening) => void, signal: AbortSignal, stands: () => void): Promise<Fault | null> {
    try {
      const response = await send("POST", "/events/stream", { body: { after: this.#after }, signal });
      stands();
      for await (const frame of frames(response)) {
        this.#after = frame.id;
        tell(JSON.parse(frame.data) as Happening);
      }
    } catch (thrown) {
      const patient = [408, 425, 429]; // these pass
      if (thrown instanceof Fault && thrown.status >= 400 && thrown.status < 500 && !patient.includes(thrown.status)) return thrown;
    }
    return null;
  }
}
