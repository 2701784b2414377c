import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { useText } from "../i18n/text";
import { useToast } from "../ui/Toast";
import { History } from "./History";
import { KeySheet } from "./KeySheet";
import { useMaybePlanSession } from "./planSession";
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
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [place]);
}

/** The frame around every screen: top bar, destinations, and the keys that work everywhere. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText();
  const go = useNavigate();
  const session = useMaybePlanSession();
  const { announce } = useToast();
  const { settings, change } = usePreferences();
  useWarm();
  const [sheet, setSheet] = useState(false);
  const [past, setPast] = useState(false);
  const home = session ? `/h/${session.state.id}` : settings.lastPlan ? `/h/${settings.lastPlan}` : null;
  const visit = (place: string) => () => home && void go(`${home}/${place}`);
  useMenu();
  useFocusOnArrival();
  useKeys({
    "g t": visit("today"),
    "g p": visit("plan"),
    "g f": visit("futures"),
    "g l": visit("levers"),
    "g c": visit("compare"),
    "g d": visit("docs"),
    "g s": () => void go(home ? `${home}/settings` : "/settings"),
    "mod+z": () => void session?.undo(),
    "mod+shift+z": () => void session?.redo(),
    h: () => session && setPast(true),
    v: () => change({ basis: settings.basis === "real" ? "nominal" : "real" }),
    p: () => {
      const next = nextPrivacy(settings.privacy);
      change({ privacy: next });
      announce(t(`bar.privacy.now.${next}`));
    },
    "?": () => setSheet(true),
  });
  return (
    <>
      <a className={styles.skip} href="#main">
        {t("app.skip")}
      </a>
      <TopBar onHistory={() => setPast(true)} />
      <div className={styles.body}>
        <Rail look="rail" onKeys={() => setSheet(true)} />
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
        <Rail look="tabs" />
      </div>
      {settings.privacy === "scramble" && <div className={styles.veil}>{t("bar.scrambled")}</div>}
      {session && <History open={past} onClose={() => setPast(false)} />}
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </>
  );
}
