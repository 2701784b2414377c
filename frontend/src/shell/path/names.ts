// What the parts and steps of the usual path are called; others have the names that they were given.
import { useText } from "../../i18n/text";
import { services } from "./editing";

const parts = ["answer", "understand", "choice", "closeCall", "votes", "question", "plan", "documents", "anything", "explain", "writers", "sideBySide", "first", "second", "third"] as const;

export function usePartName(): (name: string) => string {
  const t = useText();
  return (name) => {
    const known = parts.find((p) => p === name);
    return known ? t(`health.step.${known}`) : name;
  };
}

export function useServiceName(): (name: string) => string {
  const t = useText();
  return (name) => {
    const known = services.find((s) => s === name);
    return known ? t(`health.step.${known}`) : name;
  };
}
