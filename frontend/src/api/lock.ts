import { json } from "./client";
import type { LockState, NewRecoveryKey, OpenedLock } from "./types";

/** How the lock stands; the one thing that is told while it is shut. */
export function getLock(): Promise<LockState> {
  return json("GET", "/lock");
}

/** Opens the lock by its passphrase or the recovery key. */
export function openLock(passphrase: string): Promise<OpenedLock> {
  return json("POST", "/lock/open", { body: { passphrase } });
}

/** Shuts the lock on the host: from then on it answers nothing else. */
export function shutLock(): Promise<void> {
  return json("POST", "/lock/shut");
}

/** Says that a person uses the program. */
export function touchLock(): Promise<void> {
  return json("POST", "/lock/touch");
}

/** Gives the lock a passphrase; where it has one, that one or the recovery key is shown. */
export function setLock(passphrase: string, present: string): Promise<void> {
  return json("POST", "/lock/passphrase", { body: { passphrase, present } });
}

/** Takes the lock's passphrase away. */
export function removeLock(passphrase: string): Promise<void> {
  return json("POST", "/lock/remove", { body: { passphrase } });
}

/** Makes a recovery key. It is told this once, and holds when some of it was typed back. */
export function beginRecoveryKey(passphrase: string): Promise<NewRecoveryKey> {
  return json("POST", "/recovery-key", { body: { passphrase } });
}

export function confirmRecoveryKey(words: readonly string[]): Promise<void> {
  return json("POST", "/recovery-key/confirm", { body: { words } });
}
