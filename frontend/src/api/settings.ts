import { json } from "./client";
import type { Settings } from "./types";

/** What the owner chose. */
export function getSettings(): Promise<Settings> {
  return json("GET", "/settings");
}

/** Changes some settings; what is not named stays. */
export function patchSettings(patch: Partial<Settings>): Promise<Settings> {
  return json("PATCH", "/settings", { body: patch });
}
