import { json, textBeside } from "./client";
import type { Health, Session } from "./types";

/** Who serves this page: version, engine, window or browser. */
export function getSession(): Promise<Session> {
  return json("GET", "/session");
}

/** Whether the program is well. */
export function getHealth(): Promise<Health> {
  return json("GET", "/health");
}

/** The licences of everything that the interface is built from. */
export function getLicences(): Promise<string> {
  return textBeside("licences.txt");
}
