import { json } from "./client";
import type { BackupContents, BackupShelf, Job, NewBackup, PlanState } from "./types";

const at = (name: string) => "/backups/" + encodeURIComponent(name);

/** Where backups lie, and which. */
export function getBackups(): Promise<BackupShelf> {
  return json("GET", "/backups");
}

/** Begins a backup. */
export async function makeBackup(asked: NewBackup): Promise<Job> {
  return (await json<{ job: Job }>("POST", "/backups", { body: asked })).job;
}

/** Scheduled backups stop with it. */
export function forgetPassphrase(): Promise<void> {
  return json("DELETE", "/backups/passphrase");
}

/** Reads a backup to its end and says what it holds. */
export function readBackup(name: string, passphrase: string): Promise<BackupContents> {
  return json("POST", at(name) + "/contents", { body: { passphrase } });
}

/** Makes a new plan of one in a backup. */
export function bringBack(name: string, passphrase: string, plan: string): Promise<PlanState> {
  return json("POST", `${at(name)}/plans/${encodeURIComponent(plan)}`, { body: { passphrase } });
}

/** Addresses of files that a browser fetches by itself. */
export const backupFile = (name: string) => "/api/v1" + at(name);
export const exportFile = "/api/v1/export";
