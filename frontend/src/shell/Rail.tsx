import { ChartBarDecreasing, Columns2, Crosshair, Ellipsis, Files, FileText, HeartPulse, House, Keyboard, MessageCircleQuestionMark, Settings as Gear, SlidersHorizontal, UsersRound, Waypoints } from "lucide-react";
import { NavLink, useLocation, useNavigate, useParams } from "react-router";
import { useText } from "../i18n/text";
import { Menu } from "../ui/Menu";
import { useMaybePlanSession } from "./planSession";
import { usePowers } from "./powers";
import { usePreferences } from "./preferences";
import styles from "./Shell.module.css";

/** The destinations, for the rail on wide screens and the bar at the bottom of narrow ones. */
export function Rail({ look, onKeys }: { look: "rail" | "tabs"; onKeys?: () => void }) {
  const t = useText();
  const { settings } = usePreferences();
  const open = useMaybePlanSession();
  const { sees, seesPlan, tracks, admits } = usePowers();
  const { household } = useParams();
  const results = sees("results");
  const plan = open?.state.id ?? household ?? settings.lastPlan;
  const places = plan
    ? [
        { to: `/h/${plan}/today`, label: t("nav.today"), Glyph: House },
        ...(seesPlan ? [{ to: `/h/${plan}/plan`, label: t("nav.plan"), Glyph: SlidersHorizontal }] : []),
        ...(results ? [{ to: `/h/${plan}/futures`, label: t("nav.futures"), Glyph: Waypoints }] : []),
      ]
    : [];
  const questions = plan
    ? [
        ...(results ? [{ to: `/h/${plan}/levers`, label: t("nav.levers"), Glyph: ChartBarDecreasing }] : []),
        ...(results ? [{ to: `/h/${plan}/compare`, label: t("nav.compare"), Glyph: Columns2 }] : []),
        ...(tracks ? [{ to: `/h/${plan}/track`, label: t("nav.track"), Glyph: Crosshair }] : []),
        ...(sees("documents") ? [{ to: `/h/${plan}/docs`, label: t("nav.docs"), Glyph: Files }] : []),
        ...(sees("advisor") ? [{ to: `/h/${plan}/advisor`, label: t("nav.advisor"), Glyph: MessageCircleQuestionMark }] : []),
        { to: `/h/${plan}/report`, label: t("nav.report"), Glyph: FileText },
      ]
    : [];
  const rest = [
    ...(admits ? [{ to: plan ? `/h/${plan}/health` : "/health", label: t("nav.health"), Glyph: HeartPulse }] : []),
    ...(admits ? [{ to: plan ? `/h/${plan}/people` : "/people", label: t("nav.people"), Glyph: UsersRound }] : []),
    { to: plan ? `/h/${plan}/settings` : "/settings", label: t("nav.settings"), Glyph: Gear },
  ];
  const item = ({ to, label, Glyph }: Place) => (
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
          <ul>{[...places, ...questions].map(item)}</ul>
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
        <ul>
          {places.map(item)}
          <li>
            <More places={[...questions, ...rest]} />
          </li>
        </ul>
      )}
    </nav>
  );
}

interface Place {
  to: string;
  label: string;
  Glyph: typeof House;
}

/** The destinations that a narrow screen has no room for. */
function More({ places }: { places: readonly Place[] }) {
  const t = useText();
  const go = useNavigate();
  const { pathname } = useLocation();
  const here = places.find(({ to }) => pathname.startsWith(to));
  return (
    <Menu
      align="end"
      groups={[{ items: places.map(({ to, label, Glyph }) => ({ key: to, label, icon: <Glyph size={16} aria-hidden />, onSelect: () => void go(to) })) }]}
      trigger={
        <button type="button" className={styles.place} aria-current={here ? "page" : undefined} aria-label={here ? t("nav.more.here", { place: here.label }) : undefined}>
          {here ? <here.Glyph size={18} strokeWidth={1.75} aria-hidden /> : <Ellipsis size={18} strokeWidth={1.75} aria-hidden />}
          {here ? here.label : t("nav.more")}
        </button>
      }
    />
  );
}
