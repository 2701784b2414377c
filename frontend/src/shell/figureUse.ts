// The seam between the reader, which finds a figure in a document, and the plan, which takes it
// into one of its fields. Neither knows the other; they meet in App.
import type { ComponentType } from "react";
import type { ProposedField } from "../api/types";
import type { Reading } from "../format/figures";

/** A figure that a person wants to use, and the place that it stands on. */
export interface FigureUse {
  /** As it was read, before the table's unit. */
  reading: Reading;
  /** As it is written. */
  text: string;
  /** By how much the page says that its figures are multiplied. */
  scale: number;
  document: { id: string; title: string };
  page: number;
  /** Of the line that it stands on; undefined where the web view cannot tell. */
  quoteHash: string | undefined;
  /** What the document calls it, where it was proposed. */
  field?: ProposedField;
  /** It is taken without asking, where one field of the plan alone is called so. */
  accepted?: boolean;
}

/** Lets a person choose the field, shows before and after, and keeps it as one change of the plan. */
export type UseFigure = ComponentType<{ figure: FigureUse; onClose: () => void }>;
