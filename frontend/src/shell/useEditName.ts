import type { EditName } from "../api/types";
import { useLooseText, useText } from "../i18n/text";

/** What an edit is called, in the reader's language. */
export function useEditName(): (name: EditName) => string {
  const t = useText();
  const loose = useLooseText();
  return (name) => loose(name.key, name.args, t("edit.other"));
}
