import { json, upload } from "./client";
import { Fault } from "./fault";
import type { Backup, Job, Place, PlaceList } from "./types";

const at = (place: string) => "/places/" + encodeURIComponent(place);

/** Puts a backup that lies elsewhere on the shelf. */
export async function takeInBackup(name: string, bytes: Blob, told: (share: number) => void, signal: AbortSignal): Promise<Backup> {
  return (await upload("/backups/files?" + new URLSearchParams({ name }), bytes, told, signal)) as Backup;
}

/** Begins to bring a backup back beside what is in use; the job's result is the place. */
export async function restoreBackup(backup: string, passphrase: string): Promise<Job> {
  return (await json<{ job: Job }>("POST", `/backups/${encodeURIComponent(backup)}/places`, { body: { passphrase } })).job;
}

/** What was brought back, and what was in use before; the newest first. */
export async function getPlaces(): Promise<Place[]> {
  return (await json<PlaceList>("GET", "/places")).places;
}

/** Whether the program began again with a place; the reason where it could not, and went on with what it had. */
export async function wentOnWith(place: string): Promise<boolean | Fault> {
  const { places, refused } = await json<PlaceList>("GET", "/places");
  if (refused?.place === place) return Fault.fromDocument(refused.problem.status, refused.problem);
  return !places.some((p) => p.id === place);
}

/** Deletes a place for good. */
export function letPlaceGo(place: string): Promise<void> {
  return json("DELETE", at(place));
}

/** Has the program begin again with what is in a place. */
export function switchTo(place: string): Promise<void> {
  return json("POST", at(place) + "/use");
}
