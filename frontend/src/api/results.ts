import { Futures, Series, Years } from "./blocks";
import { bytes, json } from "./client";
import type { Paired, Replay, ResultHeader } from "./types";

const at = (hash: string) => "/results/" + encodeURIComponent(hash);

export function getResult(hash: string, signal?: AbortSignal): Promise<ResultHeader> {
  return json("GET", at(hash), { signal });
}

/** A result with its percentile lines; both are asked for at once, since somebody waits for a picture of the two. */
export async function getLines(hash: string, signal?: AbortSignal): Promise<{ header: ResultHeader; series: Series }> {
  const [header, block] = await Promise.all([getResult(hash, signal), bytes(at(hash) + "/blocks/series", signal)]);
  return { header, series: new Series(header.blocks.series, block) };
}

export async function getYears(result: ResultHeader, signal?: AbortSignal): Promise<Years> {
  return new Years(result.blocks.years, await bytes(at(result.hash) + "/blocks/years", signal));
}

export async function getFutures(result: ResultHeader, signal?: AbortSignal): Promise<Futures> {
  return new Futures(result.blocks.futures, await bytes(at(result.hash) + "/blocks/futures", signal));
}

/** One future, month by month. */
export function getReplay(hash: string, future: number, signal?: AbortSignal): Promise<Replay> {
  return json("GET", `${at(hash)}/futures/${future}`, { signal });
}

/** The same futures under two plans: which were rescued, which were lost. */
export function getPaired(hash: string, against: string, signal?: AbortSignal): Promise<Paired> {
  return json("GET", at(hash) + "/against/" + encodeURIComponent(against), { signal });
}
