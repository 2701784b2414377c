import type { ReactNode } from "react";

/** What was typed to narrow a section's list, and the field to type it into where there is one. */
export interface Filter {
  text: string;
  field: ReactNode;
}

export interface SectionProps {
  filter: Filter;
}
