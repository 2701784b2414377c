import type { Actor } from "../api/types";
import { useText } from "../i18n/text";

/** What a person is called to whoever reads. */
export function useActorName(): (actor: Actor) => string {
  const t = useText();
  return ({ id, name, you }) => {
    if (you) return t("who.you");
    return name || t(id === "owner" ? "who.owner" : "who.guest");
  };
}
