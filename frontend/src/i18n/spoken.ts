// The languages that are loaded. Only the one that is spoken travels at the start.
import type en from "./en";

export type Locale = "en" | "ko";
export type Key = keyof typeof en;
type Messages = Record<Key, string>;

const loaded = new Map<Locale, Messages>();

const files: Record<Locale, () => Promise<{ default: Messages }>> = {
  en: () => import("./en"),
  ko: () => import("./ko"),
};

/** Loads a language before anything is said in it. */
export async function learn(locale: Locale): Promise<void> {
  if (!loaded.has(locale)) loaded.set(locale, (await files[locale]()).default);
}

/** The messages of a language that was learnt. */
export function messagesIn(locale: Locale): Messages {
  const messages = loaded.get(locale);
  if (!messages) throw new Error(`nothing was learnt of ${locale}`);
  return messages;
}
