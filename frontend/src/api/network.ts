import { json } from "./client";
import type { NetworkAccount, NetworkTrial } from "./types";

/** Every listener and outgoing connection, by purpose. */
export function getNetwork(signal?: AbortSignal): Promise<NetworkAccount> {
  return json("GET", "/network", { signal });
}

/** Tries to leak in every way that is known. */
export function tryLeaks(): Promise<NetworkTrial> {
  return json("POST", "/network/leaks", { body: {} });
}
