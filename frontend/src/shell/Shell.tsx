import { Suspense, useEffect, useLayoutEffect, useRef, useState, type ComponentType, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { drawFirst } from "../api/client";
import { useText } from "../i18n/text";
import { useToast } from "../ui/Toast";
import { GuestBanner } from "./GuestBanner";
import { History } from "./History";
import { useMaybeForecast } from "./forecastSession";
import { KeySheet } from "./KeySheet";
import { useMaybePlanSession } from "./planSession";
import { usePowers } from "./powers";
import { usePreferences } from "./preferences";
import { Rail } from "./Rail";
import { useWarm } from "./model/useWarm";
import styles from "./Shell.module.css";
import { nextPrivacy, TopBar } from "./TopBar";
import { useKeys } from "./useKeys";
import { useMenu } from "./useMenu";

/** What names a place: "/h/:household/plan" for all of the plan's sections. */
const placeOf = (pathname: string) => pathname.split("/").slice(0, 4).join("/");

/** Going to another place starts at its top, for eyes and for readers; sections and tabs keep the focus. */
function useFocusOnArrival(): void {
  const { pathname } = useLocation();
  const place = placeOf(pathname);
  const last = useRef(place);
  useLayoutEffect(() => {
    if (last.current !== place) drawFirst();
  }, [place]);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [place]);
}

/** What can stand beside every screen of an open plan: given by App, which knows the features. */
export type Beside = ComponentType<{ onClose: () => void }>;

/** What waits to be decided, in a panel: given by App likewise. */
export type Tray = ComponentType<{ open: boolean; onClose: () => void }>;

/** The dock, but not beside the page that shows the same. */
function useDock(home: string | null): { shown: boolean; toggle: () => void; close: () => void } {
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  return { shown: open && pathname !== `${home}/advisor`, toggle: () => setOpen((was) => !was), close: () => setOpen(false) };
}

/** The frame around every screen: top bar, destinations, and the keys that work everywhere. */
export function Shell({ Advisor, Conflicts, Palette, children }: { Advisor?: Beside; Conflicts?: Tray; Palette?: Beside; children: ReactNode }) {
  const t = useText();
  const go = useNavigate();
  const session = useMaybePlanSession();
  const forecast = useMaybeForecast();
  const { sees, seesPlan, tracks, admits } = usePowers();
  const { announce } = useToast();
  const { settings, change } = usePreferences();
  useWarm();
  const [sheet, setSheet] = useState(false);
  const [past, setPast] = useState(false);
  const [tray, setTray] = useState(false);
  const [finding, setFinding] = useState(false);
  const home = session ? `/h/${session.state.id}` : settings.lastPlan ? `/h/${settings.lastPlan}` : null;
  const visit = (place: string, there = true) => () => home && there && void go(`${home}/${place}`);
  const dock = useDock(home);
  const canFind = session !== null && Palette !== undefined;
  const canAsk = session !== null && sees("advisor") && Advisor !== undefined;
  useMenu();
  useFocusOnArrival();
  useKeys({
    "g t": visit("today"),
    "g p": visit("plan", seesPlan),
    "g f": visit("futures", sees("results")),
    "g l": visit("levers", sees("results")),
    "g c": visit("compare", sees("results")),
    "g k": visit("track", tracks),
    "g d": visit("docs", sees("documents")),
    "g a": visit("advisor", sees("advisor")),
    "mod+j": () => canAsk && dock.toggle(),
    "g r": visit("report"),
    "mod+k": () => canFind && setFinding(true),
    r: () => forecast?.retry(),
    b: visit("compare", sees("results")),
    "g e": () => admits && void go(home ? `${home}/people` : "/people"),
    "g s": () => void go(home ? `${home}/settings` : "/settings"),
    "mod+z": () => void session?.undo(),
    "mod+shift+z": () => void session?.redo(),
    h: () => session && setPast(true),
    v: () => change(({ basis }) => ({ basis: basis === "real" ? "nominal" : "real" })),
    p: () =>
      change((now) => {
        const privacy = nextPrivacy(now.privacy);
        announce(t(`bar.privacy.now.${privacy}`));
        return { privacy };
      }),
    "?": () => setSheet(true),
  });
  return (
    <>
      <a className={styles.skip} href="#main">
        {t("app.skip")}
      </a>
      <TopBar onHistory={() => setPast(true)} onConflicts={() => setTray(true)} {...(canFind ? { onFind: () => setFinding(true) } : {})} {...(canAsk ? { onAdvisor: dock.toggle, advising: dock.shown } : {})} />
      <GuestBanner />
      <div className={styles.body} data-dock={(canAsk && dock.shown) || undefined}>
        <Rail look="rail" onKeys={() => setSheet(true)} />
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
        {canAsk && dock.shown && (
          <Suspense>
            <Advisor onClose={dock.close} />
          </Suspense>
        )}
        <Rail look="tabs" />
      </div>
      {settings.privacy === "scramble" && <div className={styles.veil}>{t("bar.scrambled")}</div>}
      {session && <History open={past} onClose={() => setPast(false)} />}
      {session && Conflicts && tray && (
        <Suspense>
          <Conflicts open onClose={() => setTray(false)} />
        </Suspense>
      )}
      {canFind && finding && (
        <Suspense>
          <Palette onClose={() => setFinding(false)} />
        </Suspense>
      )}
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </>
  );
}
