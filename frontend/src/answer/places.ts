// Where an answer's figures and sources stand in the program, and which screen a question is asked on.
import type { AnswerSource, NewQuestion } from "../api/types";

export type Place = NonNullable<NewQuestion["screen"]>;

/** The screen that an address shows, as the advisor names it: "/h/x/futures/runs/3" is "futures/runs". */
export function screenOf(pathname: string): Place {
  const [, , , first = "today", second] = pathname.split("/");
  return first === "futures" && second === "runs" ? "futures/runs" : first;
}

/** The address of the screen that a figure comes from. */
export function figurePath(plan: string, screen: Place): string {
  return `/h/${plan}/${screen}`;
}

/** The page of a document with the quoted words marked. */
export function sourcePath(plan: string, { document, page, span }: Pick<AnswerSource, "document" | "page" | "span">): string {
  const query = new URLSearchParams({ page: String(page), quote: `${span.start}-${span.end}` });
  return `/h/${plan}/docs/${encodeURIComponent(document)}?${query}`;
}
