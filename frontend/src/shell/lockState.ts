// Whether the lock is shut, as this page knows it. Pages of one browser tell one another at
// once; the host says the same to every request that is made all the same.
import { useSyncExternalStore } from "react";
import { onShut } from "../api/client";
import { shutLock } from "../api/lock";

let shut = false;
const ears = new Set<() => void>();
const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("meridian.lock");

function become(now: boolean): void {
  if (shut === now) return;
  shut = now;
  for (const hear of ears) hear();
}

onShut(() => become(true));
others?.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.data === "shut") become(true);
});

/** The page shows nothing from now on, and neither does any other of this browser. */
export function showNothing(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none, and pages of this origin alone
  others?.postMessage("shut");
  become(true);
}

/** The lock was opened: the page is read anew. */
export function showAgain(): void {
  become(false);
}

/** Locks by hand. What was typed is handed over first, by leaving the field. */
export async function lockNow(): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  await new Promise((resolve) => setTimeout(resolve, 50)); // what leaving the field sent is on its way
  await shutLock();
  showNothing();
}

export function useShut(): boolean {
  return useSyncExternalStore(
    (tell) => {
      ears.add(tell);
      return () => ears.delete(tell);
    },
    () => shut,
  );
}
