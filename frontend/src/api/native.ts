import { json } from "./client";
import type { PlanState } from "./types";

/** The system's open dialog; null when the person closed it. */
export async function nativeOpenPlan(): Promise<PlanState | null> {
  return (await json<PlanState | undefined>("POST", "/native/open-plan", { body: {} })) ?? null;
}

/** The system's save dialog; null when the person closed it. */
export async function nativeSavePlan(plan: string): Promise<{ path: string } | null> {
  return (await json<{ path: string } | undefined>("POST", "/native/save-plan", { body: { plan } })) ?? null;
}

export function nativeOpenLink(url: string): Promise<void> {
  return json("POST", "/native/open-link", { body: { url } });
}
