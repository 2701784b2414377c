import { expect, test } from "vitest";
import type { Quote } from "../api/types";
import { bearing } from "./bearing";

const quote = (...marks: Quote["marks"]) => ({ marks }) as Quote;

test.each([
  ["nothing to quote", false, [], "none"],
  ["a quote with the rare words of the question", true, [quote({ start: 0, end: 3 })], "found"],
  ["quotes with some of its words", false, [quote(), quote({ start: 0, end: 3 })], "guess"],
  ["quotes without any of them", false, [quote(), quote()], "near"],
] as const)("%s", (_, literal, quotes, want) => expect(bearing({ literal, quotes: [...quotes] })).toBe(want));
