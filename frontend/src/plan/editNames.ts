import type en from "../i18n/en/plan";

/** The names that changes are kept under: messages that say what undo will undo. */
export type EditKey = Extract<keyof typeof en, `edit.${string}`>;
