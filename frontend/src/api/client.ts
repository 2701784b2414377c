// The one place that calls fetch. Every other file in api/ names a resource.
import { Fault } from "./fault";

const prefix = "/api/v1";

let language = "en";

/** The language that the backend's own sentences (problem documents) come in. */
export function speak(locale: string): void {
  language = locale;
}

const shutEars = new Set<() => void>();

/** Calls hear whenever an answer says that the lock is shut; returns how to stop. */
export function onShut(hear: () => void): () => void {
  shutEars.add(hear);
  return () => shutEars.delete(hear);
}

/** A fault on its way to whoever asked; the lock's is everybody's business. */
function heard(fault: Fault): Fault {
  if (fault.code === "lock.shut") for (const hear of shutEars) hear();
  return fault;
}

let drawn: Promise<void> | null = null;

/**
 * What is asked from now on is sent once the next frame is drawn. For the arrival at a screen, which asks for
 * many things at once: sending holds the page up for longer than its first picture can wait.
 */
export function drawFirst(): void {
  if (drawn || document.hidden) return; // a page out of sight draws nothing
  drawn = new Promise<void>((done) => {
    const late = setTimeout(done, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(done);
    });
  }).then(() => void (drawn = null));
}

const eyes = "meridian.viewAs";

/** The guest through whose eyes the owner looks; "" for the owner's own. Another tab keeps its own. */
function lookingAs(): string {
  return globalThis.sessionStorage?.getItem(eyes) ?? ""; // there is none outside a page
}

/** Looks through a guest's eyes, or the owner's own again. What was read before is of no use: read everything anew. */
export function lookAs(guest: string): void {
  if (guest) sessionStorage.setItem(eyes, guest);
  else sessionStorage.removeItem(eyes);
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface Call {
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Sent even when the page is gone before it is. */
  keepalive?: boolean;
  /** Same key, same effect: give one to make a retry safe. */
  key?: string;
}

function headers(method: Method, call: Call): Headers {
  const h = new Headers({ "Accept-Language": language });
  if (lookingAs()) h.set("Meridian-View-As", lookingAs());
  if (call.body !== undefined) h.set("Content-Type", "application/json");
  if (method !== "GET") h.set("Idempotency-Key", call.key ?? freshKey());
  return h;
}

// Not crypto.randomUUID, which some web views keep from pages without TLS.
function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, "0")).join("");
}

/** Sends one request and returns the answer, or throws a Fault. */
export async function send(method: Method, path: string, call: Call = {}): Promise<Response> {
  if (drawn && !call.keepalive) await drawn;
  const init: RequestInit = { method, headers: headers(method, call), credentials: "same-origin" };
  if (call.body !== undefined) init.body = typeof call.body === "string" ? call.body : JSON.stringify(call.body);
  if (call.keepalive) init.keepalive = true;
  if (call.signal) init.signal = call.signal;
  const response = await reach(prefix + path, init);
  if (!response.ok) throw heard(await fault(response));
  return response;
}

/**
 * Sends bytes and reads JSON. Not by fetch, which does not say how much has arrived.
 * Rejects with the signal's reason when it is stopped, and with a Fault otherwise.
 */
export function upload(path: string, body: Blob, told: (share: number) => void, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open("POST", prefix + path);
    headers("POST", {}).forEach((value, name) => request.setRequestHeader(name, value));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && told(event.total > 0 ? event.loaded / event.total : 1));
    request.addEventListener("loadend", () => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else if (request.status === 0) reject(new Fault(0, "unreachable", "The backend does not answer."));
      else if (request.status >= 400) reject(heard(refusal(request)));
      else resolve(JSON.parse(request.responseText));
    });
    signal.addEventListener("abort", stop);
    request.send(body);
  });
}

function refusal(request: XMLHttpRequest): Fault {
  try {
    return Fault.fromDocument(request.status, JSON.parse(request.responseText));
  } catch {
    return new Fault(request.status, "http." + request.status, request.statusText || "HTTP " + request.status);
  }
}

/** A text that lies beside the interface. */
export async function textBeside(name: string): Promise<string> {
  const response = await reach("/" + name, { credentials: "same-origin" });
  if (!response.ok) throw await fault(response);
  return response.text();
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (err) {
    if (init.signal?.aborted) throw err;
    throw new Fault(0, "unreachable", "The backend does not answer.");
  }
}

async function fault(response: Response): Promise<Fault> {
  try {
    return Fault.fromDocument(response.status, await response.json());
  } catch {
    return new Fault(response.status, "http." + response.status, response.statusText || "HTTP " + response.status);
  }
}

/** Sends and reads JSON. A 204 gives undefined, which callers that expect it say in T. */
export async function json<T>(method: Method, path: string, call: Call = {}): Promise<T> {
  const response = await send(method, path, call);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Sends and reads bytes. */
export async function bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await send("GET", path, { signal });
  return response.arrayBuffer();
}
