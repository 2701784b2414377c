import { json } from "./client";
import type { CheckIn, Course, ImportReview, NewCheckIn, NewImport, Snapshot, StatementImport, TrackState } from "./types";

const at = (plan: string) => "/plans/" + encodeURIComponent(plan);
const one = (plan: string, list: string, id: string) => `${at(plan)}/${list}/${encodeURIComponent(id)}`;

/** What really happened, and what was forecast at the time. */
export function getTrack(plan: string): Promise<TrackState> {
  return json("GET", at(plan) + "/track");
}

/** Keeps what everything was worth on a day; 422 with a problem for every balance that cannot be kept. */
export function keepCheckIn(plan: string, found: NewCheckIn): Promise<CheckIn> {
  return json("POST", at(plan) + "/check-ins", { body: found });
}

export function dropCheckIn(plan: string, id: string): Promise<void> {
  return json("DELETE", one(plan, "check-ins", id));
}

/** Keeps what the forecast says now; takes as long as a forecast. */
export function takeSnapshot(plan: string): Promise<Snapshot> {
  return json("POST", at(plan) + "/snapshots", { body: {} });
}

/** What a snapshot said, and what came. */
export function getCourse(plan: string, snapshot: string): Promise<Course> {
  return json("GET", one(plan, "snapshots", snapshot));
}

export function dropSnapshot(plan: string, id: string): Promise<void> {
  return json("DELETE", one(plan, "snapshots", id));
}

/** Says what an import would do; nothing is kept. */
export function reviewImport(plan: string, file: NewImport): Promise<ImportReview> {
  return json("POST", at(plan) + "/imports/review", { body: file });
}

export function importStatement(plan: string, file: NewImport): Promise<StatementImport> {
  return json("POST", at(plan) + "/imports", { body: file });
}

/** Takes an import back with all its payments. */
export function dropImport(plan: string, id: string): Promise<void> {
  return json("DELETE", one(plan, "imports", id));
}

/** A file's bytes as JSON carries them. */
export async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  const step = 0x8000; // as many arguments as every browser takes
  for (let i = 0; i < bytes.length; i += step) text += String.fromCharCode(...bytes.subarray(i, i + step));
  return btoa(text);
}
