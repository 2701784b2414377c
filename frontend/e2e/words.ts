// The words on the screen, by the keys that the interface uses itself: a
// journey names what a person reads, and survives a better wording.
import { fill, held, type Value } from "../src/i18n/fill";
import { type Key, type Locale, messages } from "../src/i18n/messages";

export type Say = (key: Key, args?: Readonly<Record<string, Value>>) => string;

/** Speaks one language. */
export function speak(locale: Locale): Say {
  return (key, args) => fill(messages[locale][key], args);
}

/** Finds a message whatever stands in its places. */
export function pattern(locale: Locale, key: Key): RegExp {
  const literal = held(messages[locale][key]).split(/\{[^}]*\}/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "s");
}

export const en = speak("en");
export const ko = speak("ko");
