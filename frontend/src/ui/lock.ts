import { createContext, useContext } from "react";

const Lock = createContext(false);

/** Everything within only shows what it holds: fields read as text, and what changes something is not there. */
export const LockProvider = Lock;

export function useLocked(): boolean {
  return useContext(Lock);
}
