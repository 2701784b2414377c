import { json } from "./client";
import type { DatasetReview, NewDataset, OwnDataset } from "./types";

/** The histories of markets that were brought, by name. */
export async function listDatasets(): Promise<OwnDataset[]> {
  const { datasets } = await json<{ datasets: OwnDataset[] }>("GET", "/datasets");
  return datasets;
}

/** Says what would be taken in of a file; nothing is kept. */
export function reviewDataset(file: NewDataset): Promise<DatasetReview> {
  return json("POST", "/datasets/review", { body: file });
}

export function keepDataset(file: NewDataset): Promise<OwnDataset> {
  return json("POST", "/datasets", { body: file });
}

/** Deletes one; 409 with the plans that draw from it. */
export function dropDataset(hash: string): Promise<void> {
  return json("DELETE", "/datasets/" + encodeURIComponent(hash));
}
