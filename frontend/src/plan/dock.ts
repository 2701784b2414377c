import { createContext, useContext, type ReactNode } from "react";

/** The live consequence of an edit, given by the shell; an editor that covers the page shows it too. */
export const DockContext = createContext<ReactNode>(null);

export function useDock(): ReactNode {
  return useContext(DockContext);
}
