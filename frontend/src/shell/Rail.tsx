import { House, Keyboard, SlidersHorizontal, Settings as Gear, Waypoints } from "lucide-react";
import { NavLink, useParams } from "react-router";
import { useText } from "../i18n/text";
import { useMaybePlanSession } from "./planSession";
import { usePreferences } from "./preferences";
import styles from "./Shell.module.css";

/** The destinations, for the rail on wide screens and the bar at the bottom of narrow ones. */
export function Rail({ look, onKeys }: { look: "rail" | "tabs"; onKeys?: () => void }) {
  const t = useText();
  const { settings } = usePreferences();
  const open = useMaybePlanSession();
  const { household } = useParams();
  const plan = open?.state.id ?? household ?? settings.lastPlan;
  const places = plan
    ? [
        { to: `/h/${plan}/today`, label: t("nav.today"), Glyph: House },
        { to: `/h/${plan}/plan`, label: t("nav.plan"), Glyph: SlidersHorizontal },
        { to: `/h/${plan}/futures`, label: t("nav.futures"), Glyph: Waypoints },
      ]
    : [];
  const rest = [{ to: plan ? `/h/${plan}/settings` : "/settings", label: t("nav.settings"), Glyph: Gear }];
  const item = ({ to, label, Glyph }: (typeof rest)[number]) => (
    <li key={to}>
      <NavLink to={to} className={styles.place}>
        <Glyph size={18} strokeWidth={1.75} aria-hidden />
        {label}
      </NavLink>
    </li>
  );
  return (
    <nav className={look === "rail" ? styles.rail : styles.tabs} aria-label={t("nav.label")}>
      {look === "rail" ? (
        <>
          <ul>{places.map(item)}</ul>
          <ul className={styles.last}>
            {rest.map(item)}
            <li>
              <button type="button" className={styles.place} onClick={onKeys}>
                <Keyboard size={18} strokeWidth={1.75} aria-hidden />
                {t("keys.title")}
              </button>
            </li>
          </ul>
        </>
      ) : (
        <ul>{[...places, ...rest].map(item)}</ul>
      )}
    </nav>
  );
}
