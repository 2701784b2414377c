// Language, theme, privacy and money basis: what the owner chose, applied to the whole page.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { speak } from "../api/client";
import { Fault } from "../api/fault";
import { getSettings, patchSettings } from "../api/settings";
import type { Settings } from "../api/types";
import { learn, type Locale } from "../i18n/spoken";
import { LocaleProvider, textIn } from "../i18n/text";
import { useToast } from "../ui/Toast";
import { Choices } from "./choices";
import { useHappenings } from "./happenings";
import { useSession } from "./session";

/** What is chosen; or what follows from what is chosen now, for keys that are pressed faster than the page is drawn. */
type Change = Partial<Settings> | ((now: Settings) => Partial<Settings>);

export interface Preferences {
  settings: Settings;
  locale: Locale;
  theme: "light" | "dark";
  /** Shows at once; kept in the background. */
  change(wanted: Change): void;
  /** Shows once it is kept; rejects with a Fault when it is refused, and then nothing has changed. */
  keep(patch: Partial<Settings>): Promise<void>;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences outside the program");
  return preferences;
}

export const settingsKey = ["settings"] as const;

/** What the settings and the system together say. */
export function localeOf(chosen: Settings["locale"], system: readonly string[]): Locale {
  if (chosen === "en" || chosen === "ko") return chosen;
  return system[0]?.toLowerCase().startsWith("ko") ? "ko" : "en";
}

/** The wanted language once it can be spoken; until then the one before. */
function useLearnt(wanted: Locale): Locale | null {
  const [learnt, setLearnt] = useState<Locale | null>(null);
  useEffect(() => {
    let current = true;
    void learn(wanted).then(() => current && setLearnt(wanted));
    return () => {
      current = false;
    };
  }, [wanted]);
  return learnt;
}

const darkQuery = "(prefers-color-scheme: dark)";

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = window.matchMedia(darkQuery);
      media.addEventListener("change", tell);
      return () => media.removeEventListener("change", tell);
    },
    () => window.matchMedia(darkQuery).matches,
  );
}

export function PreferencesProvider({ settings, systemLocale, children }: { settings: Settings; systemLocale: string; children: ReactNode }) {
  const queries = useQueryClient();
  const { toast } = useToast();
  const dark = useSystemDark();
  const { looking } = useSession().you;
  const locale = useLearnt(localeOf(settings.locale, systemLocale ? [systemLocale] : navigator.languages));
  const theme = settings.theme === "system" ? (dark ? "dark" : "light") : settings.theme;
  useEffect(() => {
    if (!locale) return;
    document.documentElement.lang = locale;
    document.documentElement.dataset["theme"] = theme;
    speak(locale);
  }, [locale, theme]);
  const [choices] = useState(() => new Choices({ get: getSettings, patch: patchSettings }));
  const change = useCallback(
    (wanted: Change) => {
      const before = queries.getQueryData<Settings>(settingsKey);
      const patch = typeof wanted === "function" ? (before ? wanted(before) : {}) : wanted;
      queries.setQueryData<Settings>(settingsKey, (now) => (now ? { ...now, ...patch } : now));
      if (looking) return; // whoever looks through a guest's eyes chooses nothing for them
      choices.send(patch, (thrown) => {
        queries.setQueryData(settingsKey, before);
        toast({ text: textIn(locale ?? "en")("settings.notKept", { why: Fault.of(thrown).message }), tone: "bad" });
      });
    },
    [queries, choices, toast, locale, looking],
  );
  const keep = useCallback(
    async (patch: Partial<Settings>) => {
      if (!looking) queries.setQueryData<Settings>(settingsKey, await choices.ask(patch));
    },
    [queries, choices, looking],
  );
  useHappenings(({ kind }) => {
    if (kind !== "settings.changed" && kind !== "lagged") return;
    void choices.follow().then((chosen) => {
      // Where this window stands is its own.
      if (chosen) queries.setQueryData<Settings>(settingsKey, (now) => (now ? { ...chosen, lastPlan: now.lastPlan, lastPath: now.lastPath } : chosen));
    });
  });
  const value = useMemo<Preferences | null>(() => locale && { settings, locale, theme, change, keep }, [settings, locale, theme, change, keep]);
  if (!value) return null;
  return (
    <PreferencesContext value={value}>
      <LocaleProvider locale={value.locale}>{children}</LocaleProvider>
    </PreferencesContext>
  );
}
