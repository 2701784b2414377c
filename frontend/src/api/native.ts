import { json } from "./client";
import type { PlanState, SavedFile } from "./types";

/** The system's open dialog; null when the person closed it. */
export async function nativeOpenPlan(): Promise<PlanState | null> {
  return (await json<PlanState | undefined>("POST", "/native/open-plan", { body: {} })) ?? null;
}

/** The system's save dialog; null when the person closed it. */
export async function nativeSavePlan(plan: string): Promise<{ path: string } | null> {
  return (await json<{ path: string } | undefined>("POST", "/native/save-plan", { body: { plan } })) ?? null;
}

/** The system's save dialog for a backup; null when the person closed it. */
export async function nativeSaveBackup(name: string): Promise<SavedFile | null> {
  return (await json<SavedFile | undefined>("POST", "/native/save-backup", { body: { name } })) ?? null;
}

/** The system's save dialog for every plan as JSON and CSV; null when the person closed it. */
export async function nativeSaveExport(): Promise<SavedFile | null> {
  return (await json<SavedFile | undefined>("POST", "/native/save-export", { body: {} })) ?? null;
}

export function nativeOpenLink(url: string): Promise<void> {
  return json("POST", "/native/open-link", { body: { url } });
}
