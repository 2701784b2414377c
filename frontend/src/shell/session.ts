import { createContext, useContext } from "react";
import type { Session } from "../api/types";

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

/** Who serves this page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside the program");
  return session;
}
