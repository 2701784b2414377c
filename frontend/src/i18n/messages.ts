// Both languages at once, for tests; the program loads the one it speaks.
import en from "./en";
import ko from "./ko";
import type { Key, Locale } from "./spoken";

export type { Key, Locale } from "./spoken";
export { en, ko };
export const messages: Record<Locale, Record<Key, string>> = { en, ko };
