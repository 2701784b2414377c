import { useEffect } from "react";

/** The window's title while a screen is shown. */
export function useTitle(screen: string): void {
  useEffect(() => {
    document.title = screen ? `${screen} · Meridian` : "Meridian";
  }, [screen]);
}
