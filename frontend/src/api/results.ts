import { Series, Years } from "./blocks";
import { bytes, json } from "./client";
import type { Paired, ResultHeader } from "./types";

const at = (hash: string) => "/results/" + encodeURIComponent(hash);

export function getResult(hash: string, signal?: AbortSignal): Promise<ResultHeader> {
  return json("GET", at(hash), { signal });
}

export async function getSeries(result: ResultHeader, signal?: AbortSignal): Promise<Series> {
  return new Series(result.blocks.series, await bytes(at(result.hash) + "/blocks/series", signal));
}

export async function getYears(result: ResultHeader, signal?: AbortSignal): Promise<Years> {
  return new Years(result.blocks.years, await bytes(at(result.hash) + "/blocks/years", signal));
}

/** The same futures under two plans: which were rescued, which were lost. */
export function getPaired(hash: string, against: string, signal?: AbortSignal): Promise<Paired> {
  return json("GET", at(hash) + "/against/" + encodeURIComponent(against), { signal });
}
