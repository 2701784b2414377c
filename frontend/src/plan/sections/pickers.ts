import { useText } from "../../i18n/text";
import type { PickerProps } from "../../ui/Picker";

/** The words of every list to choose from. */
export function usePickerWords(): PickerProps<string>["words"] {
  const t = useText();
  return { open: t("plan.pick.open"), close: t("plan.pick.close"), keys: t("plan.pick.keys") };
}
