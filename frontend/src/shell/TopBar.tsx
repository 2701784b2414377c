import { ChevronDown, Ellipsis, Eye, EyeOff, FolderOpen, History as Clock, MessageCircleQuestionMark, Plus, Radio, Redo2, Save, Search, Shield, Shuffle, Undo2 } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { listPlans, unfinished } from "../api/plans";
import type { Settings } from "../api/types";
import { useText } from "../i18n/text";
import { IconButton } from "../ui/Button";
import { Badge } from "../ui/Card";
import { classes } from "../ui/classes";
import { Menu, type MenuGroup } from "../ui/Menu";
import { Segmented } from "../ui/Segmented";
import { useHappenings } from "./happenings";
import { Mark } from "./Mark";
import { useMaybePlanSession } from "./planSession";
import { usePowers } from "./powers";
import { usePreferences } from "./preferences";
import { RunPill } from "./RunPill";
import { useSession } from "./session";
import styles from "./Shell.module.css";
import { Together } from "./Together";
import { useEditName } from "./useEditName";
import { sharedWith, useShare } from "./useSharing";
import { usePlanFiles } from "./usePlanFiles";

const privacyCycle: Record<Settings["privacy"], Settings["privacy"]> = { show: "blur", blur: "scramble", scramble: "show" };
const privacyIcons = { show: Eye, blur: EyeOff, scramble: Shuffle };

const mod = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";

/** Show → blur → scramble → show. */
export function nextPrivacy(now: Settings["privacy"]): Settings["privacy"] {
  return privacyCycle[now];
}

export const plansKey = ["plans"] as const;

export interface TopBarProps {
  onHistory: () => void;
  /** Opens what waits to be decided. */
  onConflicts: () => void;
  /** Opens the palette; absent where there is none. */
  onFind?: () => void;
  /** Opens and closes the advisor; absent where there is none. */
  onAdvisor?: () => void;
  advising?: boolean;
}

export function TopBar({ onHistory, onConflicts, onFind, onAdvisor, advising = false }: TopBarProps) {
  const t = useText();
  const session = useMaybePlanSession();
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.brand} aria-label={t("app.name")}>
        <Mark className={styles.mark} />
        <span aria-hidden>{t("app.name")}</span>
      </Link>
      <Household />
      {session && (
        <span className={classes(styles.scenario, styles.wide)} title={t("bar.scenario")}>
          {t("bar.scenario.base")}
        </span>
      )}
      <span className={styles.grow} />
      {session && <Together onConflicts={onConflicts} />}
      {session && <Steps onHistory={onHistory} />}
      <BasisSwitch />
      <PrivacyButton />
      {session && <RunPill />}
      {onFind && (
        <IconButton label={t("palette.open", { keys: mod })} onClick={onFind}>
          <Search size={18} aria-hidden />
        </IconButton>
      )}
      {onAdvisor && (
        <IconButton label={t(advising ? "advisor.close" : "advisor.open")} aria-expanded={advising} onClick={onAdvisor}>
          <MessageCircleQuestionMark size={18} aria-hidden />
        </IconButton>
      )}
      <LocalOnly />
      <More onHistory={onHistory} />
    </header>
  );
}

/** Every plan. What happens to the open one its own store hears. */
function usePlans(open: string | undefined) {
  const queries = useQueryClient();
  useHappenings(({ kind, id }) => {
    const heard = open !== undefined && (kind === "lagged" || (kind === "plan.changed" && id === open));
    if (kind !== "settings.changed" && kind !== "presence" && !heard) void queries.invalidateQueries({ queryKey: plansKey });
  });
  return useQuery({ queryKey: plansKey, queryFn: listPlans });
}

function Household() {
  const t = useText();
  const go = useNavigate();
  const session = useMaybePlanSession();
  const plans = usePlans(session?.state.id);
  const files = usePlanFiles();
  const state = session?.state;
  const { changesPlans: makes } = usePowers();
  const name = state?.plan.name ?? t("bar.household");
  const shown = state?.plan.demo ? `${name} ${t("bar.demo")}` : name; // the spoken name holds all that is seen
  const groups: MenuGroup[] = [
    {
      heading: t("bar.plans"),
      items: (plans.data ?? []).map((p) => ({
        key: p.id,
        label: p.name,
        note: p.demo ? t("bar.demo") : unfinished(p) ? t("bar.unfinished") : undefined,
        checked: p.id === state?.id,
        onSelect: () => void go(unfinished(p) ? "/welcome" : `/h/${p.id}/today`),
      })),
    },
    {
      items: [
        ...(makes
          ? [
              { key: "new", label: t("bar.new"), icon: <Plus size={16} aria-hidden />, onSelect: () => void go("/welcome") },
              { key: "open", label: t("bar.open"), icon: <FolderOpen size={16} aria-hidden />, onSelect: files.open },
            ]
          : []),
        ...(state ? [{ key: "save", label: t("bar.save"), icon: <Save size={16} aria-hidden />, onSelect: () => files.save({ id: state.id, name: state.plan.name }) }] : []),
      ],
    },
  ];
  return (
    <Menu
      groups={groups}
      trigger={
        <button type="button" className={styles.household} aria-label={t("bar.household.choose", { name: shown })}>
          <span>{name}</span>{" "}
          {state?.plan.demo && (
            <span className={styles.wide}>
              <Badge>{t("bar.demo")}</Badge>
            </span>
          )}
          <ChevronDown size={16} aria-hidden />
        </button>
      }
    />
  );
}

/** The ways back: the newest change, and all of them. */
function Steps({ onHistory }: { onHistory: () => void }) {
  const t = useText();
  const say = useEditName();
  const session = useMaybePlanSession();
  if (!session) return null;
  const { undo, redo } = session.state;
  return (
    <div className={classes(styles.group, styles.notNarrow)}>
      {session.edits && <><IconButton label={undo ? t("bar.undo.what", { what: say(undo) }) : t("bar.undo")} why={!undo && t("undo.nothing")} onClick={() => void session.undo()}>
        <Undo2 size={18} aria-hidden />
      </IconButton>
      <IconButton label={redo ? t("bar.redo.what", { what: say(redo) }) : t("bar.redo")} why={!redo && t("redo.nothing")} onClick={() => void session.redo()}>
        <Redo2 size={18} aria-hidden />
      </IconButton></>}
      <IconButton label={t("history.open")} onClick={onHistory}>
        <Clock size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

function BasisSwitch() {
  const t = useText();
  const { settings, change } = usePreferences();
  return (
    <span className={styles.notNarrow}>
      <Segmented
        label={t("bar.basis")}
        value={settings.basis}
        onChange={(basis) => change({ basis })}
        options={[
          { value: "real", label: t("bar.basis.real") },
          { value: "nominal", label: t("bar.basis.nominal") },
        ]}
      />
    </span>
  );
}

function PrivacyButton() {
  const t = useText();
  const { settings, change } = usePreferences();
  const Glyph = privacyIcons[settings.privacy];
  return (
    <span className={styles.notNarrow}>
      <IconButton label={t(`bar.privacy.${settings.privacy}`)} onClick={() => change((now) => ({ privacy: nextPrivacy(now.privacy) }))}>
        <Glyph size={18} aria-hidden />
      </IconButton>
    </span>
  );
}

/** Whether anybody else can come in, always in sight; leads to what the program says to others. */
function LocalOnly() {
  const t = useText();
  const { you } = useSession();
  const share = useShare().data;
  const phase = share?.phase ?? "off";
  if (you.remote || you.looking) return null;
  const open = phase !== "off" && phase !== "failed";
  const here = share?.here ?? 0;
  const state = !open ? t("local.badge") : !sharedWith(phase) ? t("local.opening") : here === 0 ? t("local.shared") : t("local.shared.n", { n: here });
  return (
    <span className={open ? undefined : styles.notNarrow}>
      <Link to="/network" className={classes(styles.local, open && styles.shared)} aria-label={t("local.go", { state })}>
        {open ? <Radio size={16} aria-hidden /> : <Shield size={16} aria-hidden />}
        <span>{state}</span>
      </Link>
    </span>
  );
}

/** On a narrow screen, what the bar has no room for. */
function More({ onHistory }: { onHistory: () => void }) {
  const t = useText();
  const say = useEditName();
  const session = useMaybePlanSession();
  const { settings, change } = usePreferences();
  const state = session?.state;
  const steps = session?.edits && state ? [
    { key: "undo", label: state.undo ? t("bar.undo.what", { what: say(state.undo) }) : t("bar.undo"), why: !state.undo && t("undo.nothing"), icon: <Undo2 size={16} aria-hidden />, onSelect: () => void session.undo() },
    { key: "redo", label: state.redo ? t("bar.redo.what", { what: say(state.redo) }) : t("bar.redo"), why: !state.redo && t("redo.nothing"), icon: <Redo2 size={16} aria-hidden />, onSelect: () => void session.redo() },
  ] : [];
  const history = session ? [...steps, { key: "history", label: t("history.open"), icon: <Clock size={16} aria-hidden />, onSelect: onHistory }] : [];
  const basis = (["real", "nominal"] as const).map((b) => ({ key: b, label: t(`bar.basis.${b}`), checked: settings.basis === b, onSelect: () => change({ basis: b }) }));
  const privacy = (["show", "blur", "scramble"] as const).map((p) => ({ key: p, label: t(`settings.privacy.${p}`), checked: settings.privacy === p, onSelect: () => change({ privacy: p }) }));
  return (
    <span className={styles.onlyNarrow}>
      <Menu
        align="end"
        groups={[{ items: history }, { heading: t("bar.basis"), items: basis }, { heading: t("settings.privacy"), items: privacy }]}
        trigger={
          <IconButton label={t("bar.more")}>
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
      />
    </span>
  );
}
