import { useEffect, useRef, type ReactNode } from "react";
import type { Settings } from "../api/types";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { PlaceProvider } from "../ui/left";
import { useTyped } from "../ui/useTyped";
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

const nothing: { text: string | null } = { text: null };

/** A setting that is typed. One that is refused stays in its field, with the words why, also when the page comes again. */
export function TypedSetting({ label, hint, placeholder, wrong, value, pointer, patch }: TypedSettingProps) {
  const { keep } = usePreferences();
  const refusal = useRefusal({ it: [pointer] });
  const [typed, type, forget] = useTyped(`setting${pointer}`, nothing); // handed over, and not kept
  const commit = async (text: string) => {
    type({ text });
    try {
      await keep(patch(text.trim()));
      refusal.clear();
      forget();
    } catch (thrown) {
      refusal.take(thrown);
    }
  };
  const found = useRef(typed.text);
  const again = useRef(commit);
  useEffect(() => void (found.current !== null && again.current(found.current)), []); // why it was refused is not kept
  const refused = refusal.at.it || refusal.rest;
  return (
    <Field label={label} hint={hint} error={refused || wrong} heard={!refused}>
      <PlaceProvider value={`setting${pointer}`}>
        <TextInput value={typed.text ?? value} {...(placeholder ? { placeholder } : {})} onCommit={(text) => void commit(text)} />
      </PlaceProvider>
    </Field>
  );
}
