// The chosen model is loaded when somebody comes to the window, so that the first question does not wait for it.
import { useEffect } from "react";
import { warmModel } from "../../api/models";
import { usePreferences } from "../preferences";

export function useWarm(): void {
  const chosen = usePreferences().settings.model.chat !== "";
  useEffect(() => {
    if (!chosen) return;
    // That it cannot be loaded is told when it is asked.
    const warm = () => void (document.visibilityState === "visible" && warmModel().catch(() => undefined));
    warm();
    document.addEventListener("visibilitychange", warm);
    return () => document.removeEventListener("visibilitychange", warm);
  }, [chosen]);
}
