import { json } from "./client";
import type { Accepted, Calibration, Examination, HostingState, Job, ModelSuggestions, Offer } from "./types";

/** Which model host answers, and the models on it. */
export function getModels(signal?: AbortSignal): Promise<HostingState> {
  return json("GET", "/model", { signal });
}

/** Models that could be fetched, and whether this computer carries them. */
export function getSuggestions(): Promise<ModelSuggestions> {
  return json("GET", "/model/suggestions");
}

/** What fetching the model host's program would take; asks its makers. */
export function getOffer(): Promise<Offer> {
  return json("GET", "/model/offer");
}

/** What the model doctor found last; null before the first time. */
export async function getExamination(): Promise<Examination | null> {
  return (await json<Examination | undefined>("GET", "/model/examination")) ?? null;
}

const begin = async (path: string, body: unknown): Promise<Job> => (await json<Accepted>("POST", path, { body })).job;

/** Has the host fetch a model. */
export const pullModel = (model: string): Promise<Job> => begin("/model/pulls", { model });

/** Has the host take in a file of weights on the computer that runs Meridian. */
export const importModel = (path: string, model: string): Promise<Job> => begin("/model/imports", { path, model });

/** Fetches, verifies and installs the model host's program. */
export const fetchHost = (): Promise<Job> => begin("/model/downloads", {});

/** Asks the host and the chosen models what they can do. */
export const examine = (): Promise<Job> => begin("/model/examinations", {});

/** How sure the model that answers may be taken to be; null before it was measured. */
export async function getCalibration(): Promise<Calibration | null> {
  return (await json<Calibration | undefined>("GET", "/model/calibration")) ?? null;
}

/** Puts questions whose meaning is known to the model that answers. */
export const calibrate = (): Promise<Job> => begin("/model/calibrations", {});

/** Loads the chosen model before anybody asks it. */
export const warmModel = (): Promise<Job> => begin("/model/warm", {});
