import { useSyncExternalStore } from "react";

// Below this an editor opens in a drawer, above it inside the list.
const query = "(min-width: 1100px)";

export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}
