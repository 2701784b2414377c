import { useState, type ReactNode } from "react";
import type { Settings } from "../api/types";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { usePreferences } from "./preferences";
import { useRefusal } from "./useRefusal";

export interface TypedSettingProps {
  label: string;
  hint?: ReactNode;
  placeholder?: string;
  /** What is wrong with what is kept, in words that something else reads out. */
  wrong?: string | undefined;
  /** What is kept. */
  value: string;
  /** What the backend calls it. */
  pointer: string;
  /** The settings with another text in its place. */
  patch: (text: string) => Partial<Settings>;
}

/** A setting that is typed. One that is refused stays in its field, with the words why. */
export function TypedSetting({ label, hint, placeholder, wrong, value, pointer, patch }: TypedSettingProps) {
  const { keep } = usePreferences();
  const refusal = useRefusal({ it: [pointer] });
  const [typed, setTyped] = useState<string | null>(null); // handed over, and not kept
  const commit = async (text: string) => {
    setTyped(text);
    try {
      await keep(patch(text.trim()));
      refusal.clear();
      setTyped(null);
    } catch (thrown) {
      refusal.take(thrown);
    }
  };
  const refused = refusal.at.it || refusal.rest;
  return (
    <Field label={label} hint={hint} error={refused || wrong} heard={!refused}>
      <TextInput value={typed ?? value} {...(placeholder ? { placeholder } : {})} onCommit={(text) => void commit(text)} />
    </Field>
  );
}
