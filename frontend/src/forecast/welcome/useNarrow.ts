import { useSyncExternalStore } from "react";

const query = "(max-width: 900px)";

/** Whether there is room for one column only. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", tell);
      return () => media.removeEventListener("change", tell);
    },
    () => window.matchMedia(query).matches,
  );
}
