import { useMemo } from "react";
import { useLocale, useText } from "../../i18n/text";
import type { Choice } from "../../ui/Inputs";
import { useEditing } from "../editing";
import { living } from "../order";
import { recordsOf } from "../collection";
import type { Collection } from "../sections";
import { nameOf, type Words } from "../words";

/** The plan and the reader's language, for putting references in words. */
export function useWords(): Words {
  const { plan } = useEditing();
  const t = useText();
  const locale = useLocale();
  return useMemo(() => ({ plan, t, locale }), [plan, t, locale]);
}

/** The living records of a collection as choices, in their order. */
export function useChoices(collection: Collection): Choice<string>[] {
  const words = useWords();
  return living(recordsOf(words.plan, collection)).map(([id, record]) => ({ value: id, label: nameOf(words, record) }));
}
