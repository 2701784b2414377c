import type { Found } from "../api/types";

/**
 * found : rare words of the question stand in the best quote
 * guess : some of its words stand in a quote
 * near  : quotes were found by their meaning alone, and nobody vouches for them
 * none  : there is nothing to quote
 */
export type Bearing = "found" | "guess" | "near" | "none";

/** How what was found bears on the question. */
export function bearing({ literal, quotes }: Pick<Found, "literal" | "quotes">): Bearing {
  if (quotes.length === 0) return "none";
  if (literal) return "found";
  return quotes.some((quote) => quote.marks.length > 0) ? "guess" : "near";
}
