import { createContext } from "react";

/** The open dialog that one stands in, null for the page: what floats belongs there, or the dialog hides it. */
export const Layer = createContext<HTMLElement | null>(null);
