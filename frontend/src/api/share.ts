import { json, send } from "./client";
import type { Accepted, Asked, Job, ShareOffer, ShareState } from "./types";

/** Whether the program is open to others, how, and what can be done about it. */
export function getShare(signal?: AbortSignal): Promise<ShareState> {
  return json("GET", "/share", { signal });
}

/** Opens it; the job ends when people can come in. */
export async function openShare(asked: Asked): Promise<Job> {
  return (await json<Accepted>("POST", "/share", { body: asked })).job;
}

/** Closes it to everybody, at once. */
export function closeShare(): Promise<ShareState> {
  return json("DELETE", "/share", { body: {} });
}

/** Keeps the token of a named tunnel; "" forgets it. */
export async function putShareToken(token: string): Promise<void> {
  await send("POST", "/share/token", { body: { token } });
}

/** What fetching the tunnel program would take; asks its makers. */
export function getShareOffer(): Promise<ShareOffer> {
  return json("GET", "/share/offer");
}

/** Fetches, verifies and installs the tunnel program. */
export async function fetchTunnel(): Promise<Job> {
  return (await json<Accepted>("POST", "/share/downloads", { body: {} })).job;
}

/** Where the own authority's certificate is downloaded. */
export const authorityAddress = "/api/v1/share/authority";
