import type { EditName } from "../api/types";
import { formatDay } from "../format/time";
import { useLocale, useLooseText, useText } from "../i18n/text";

/** What an edit is called, in the reader's language. */
export function useEditName(): (name: EditName) => string {
  const t = useText();
  const loose = useLooseText();
  const locale = useLocale();
  return ({ key, args }) => {
    const day = args?.["day"];
    return loose(key, day === undefined ? args : { ...args, day: formatDay(day, locale) }, t("edit.other"));
  };
}
