import type { Settings } from "../api/types";

/** The backend's settings, as this needs them. */
interface SettingsBackend {
  get(): Promise<Settings>;
  patch(patch: Partial<Settings>): Promise<Settings>;
}

/** Sends what is chosen here, in order, and follows what another window chose. */
export class Choices {
  #backend: SettingsBackend;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(backend: SettingsBackend) {
    this.#backend = backend;
  }

  /** Never rejects; failed is told why a choice was not kept. */
  send(patch: Partial<Settings>, failed: (thrown: unknown) => void): void {
    this.#sending = this.#sending.then(() => this.#backend.patch(patch)).catch(failed);
  }

  /** The same for one whose refusal has its own place: rejects with why it was not kept. */
  ask(patch: Partial<Settings>): Promise<Settings> {
    const asked = this.#sending.then(() => this.#backend.patch(patch));
    this.#sending = asked.catch(() => undefined);
    return asked;
  }

  /** What is chosen now; null while a choice made here is on its way, or when it cannot be read. */
  async follow(): Promise<Settings | null> {
    const before = this.#sending;
    await before;
    const chosen = await this.#backend.get().catch(() => null);
    return this.#sending === before ? chosen : null;
  }
}
