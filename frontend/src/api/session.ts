import { json } from "./client";
import type { Health, Session } from "./types";

/** Who serves this page: version, engine, window or browser. */
export function getSession(): Promise<Session> {
  return json("GET", "/session");
}

/** Whether the program is well. */
export function getHealth(): Promise<Health> {
  return json("GET", "/health");
}
