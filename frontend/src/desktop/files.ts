// What a window can do better than a page: file dialogs and links.
// In a browser the same acts use the page's own means.
import { nativeOpenLink, nativeOpenPlan, nativeSavePlan } from "../api/native";
import { createPlan, planDocument } from "../api/plans";
import { Fault } from "../api/fault";
import type { PlanState } from "../api/types";

/** Lets the person choose a plan file and opens it; null when they chose none. */
export async function openPlanFile(native: boolean): Promise<PlanState | null> {
  if (native) return nativeOpenPlan();
  const file = await pickFile();
  if (!file) return null;
  return createPlan({ from: "document", document: readJSON(await file.text()) });
}

function readJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (err) {
    throw new Fault(422, "plan.json", err instanceof Error ? err.message : String(err));
  }
}

function pickFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

/** Saves the plan's document; says where, or null when the person closed the dialog. */
export async function savePlanFile(native: boolean, plan: { id: string; name: string }): Promise<string | null> {
  if (native) return (await nativeSavePlan(plan.id))?.path ?? null;
  const name = fileName(plan.name) + ".meridian.json";
  download(name, "application/json", await planDocument(plan.id));
  return name;
}

function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N} _-]/gu, "").trim() || "plan";
}

/** Offers text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Puts text on the clipboard. Web views without the clipboard interface get the old way. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Opens a page outside Meridian. */
export function openLink(native: boolean, url: string): void {
  if (native) void nativeOpenLink(url);
  else window.open(url, "_blank", "noopener,noreferrer");
}
