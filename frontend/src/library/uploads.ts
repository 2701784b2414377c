// Files on their way into the library: a few at a time, each with its own progress, its own
// trouble and its own way to be stopped.
import type { DocumentAdded } from "../api/types";
import { Fault } from "../api/fault";

/** What can be handed over: a file, or text that was pasted. */
export interface Parcel {
  title: string;
  bytes: Blob;
}

/**
 * waiting : its turn has not come
 * sending : so much of it has arrived
 * sent    : the backend has it and says what it knows of it
 * failed  : it was not taken, and why
 */
export interface Upload {
  id: number;
  title: string;
  size: number;
  state: "waiting" | "sending" | "sent" | "failed";
  /** From 0 to 1. */
  share: number;
  added?: DocumentAdded;
  fault?: Fault;
}

/** How the bytes of one file are handed over: api/library.ts. */
export type Send = (parcel: Parcel, told: (share: number) => void, signal: AbortSignal) => Promise<DocumentAdded>;

/** So many at once: the backend reads one after another, and the page keeps its other connections. */
const lanes = 2;

interface Job {
  upload: Upload;
  parcel: Parcel;
  leave: AbortController;
}

/** The files that were handed over, in their order, until they are put aside. */
export class Uploads {
  #send: Send;
  #jobs: Job[] = [];
  #count = 0;
  #shown: readonly Upload[] = [];
  #listeners = new Set<() => void>();
  #done: (added: DocumentAdded) => void;

  constructor(send: Send, done: (added: DocumentAdded) => void = () => undefined) {
    this.#send = send;
    this.#done = done;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): readonly Upload[] => this.#shown;

  add(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) {
      const upload: Upload = { id: ++this.#count, title: parcel.title, size: parcel.bytes.size, state: "waiting", share: 0 };
      this.#jobs.push({ upload, parcel, leave: new AbortController() });
    }
    this.#next();
  }

  /** Stops a file, or puts aside what is said about it. */
  drop(id: number): void {
    const job = this.#jobs.find((j) => j.upload.id === id);
    job?.leave.abort();
    this.#jobs = this.#jobs.filter((j) => j !== job);
    this.#next();
  }

  /** Tries a failed file once more, after those that wait. */
  again(id: number): void {
    const job = this.#jobs.find((j) => j.upload.id === id && j.upload.state === "failed");
    if (!job) return;
    this.#jobs = this.#jobs.filter((j) => j !== job);
    this.add([job.parcel]);
  }

  #next(): void {
    const sending = this.#jobs.filter((j) => j.upload.state === "sending").length;
    for (const job of this.#jobs.filter((j) => j.upload.state === "waiting").slice(0, lanes - sending)) void this.#start(job);
    this.#tell();
  }

  async #start(job: Job): Promise<void> {
    this.#set(job, { state: "sending" });
    try {
      const added = await this.#send(job.parcel, (share) => this.#set(job, { share }), job.leave.signal);
      if (job.leave.signal.aborted) return;
      this.#set(job, { state: "sent", share: 1, added });
      this.#done(added);
    } catch (thrown) {
      if (!job.leave.signal.aborted) this.#set(job, { state: "failed", fault: Fault.of(thrown) });
    } finally {
      this.#next();
    }
  }

  #set(job: Job, change: Partial<Upload>): void {
    job.upload = { ...job.upload, ...change };
    this.#tell();
  }

  #tell(): void {
    this.#shown = this.#jobs.map((j) => j.upload);
    for (const listener of this.#listeners) listener();
  }
}

/** Names of files that only systems make; a folder holds them and nobody means them. */
const unmeant = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

/** The files of a folder that a person would call documents. */
export function meantFiles(files: readonly File[]): File[] {
  return files.filter((file) => !unmeant.test(file.name) && file.size > 0);
}

/** A name for pasted text: its first line, cut to what a list shows. */
export function titleOfText(text: string, otherwise: string): string {
  const first = text.split("\n").find((line) => line.trim() !== "")?.trim() ?? "";
  const letters = [...first];
  if (letters.length === 0) return otherwise;
  return letters.length > 60 ? letters.slice(0, 60).join("").trimEnd() + "…" : first;
}
