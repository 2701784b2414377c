import { json } from "./client";
import type { Session } from "./types";

/** Who serves this page: version, engine, window or browser. */
export function getSession(): Promise<Session> {
  return json("GET", "/session");
}
