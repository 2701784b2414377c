// Routes, and the one place where features meet: the Plan editor gets the dock here.
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useState, type ReactNode } from "react";
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation, useParams } from "react-router";
import { ConversationProvider } from "./answer/conversation";
import { useAsk } from "./answer/useAsk";
import { Fault } from "./api/fault";
import { listPlans, unfinished } from "./api/plans";
import { getSession } from "./api/session";
import { getSettings } from "./api/settings";
import type { PairProps } from "./forecast/compare/OnPaper";
import type { PlanSummary, Session } from "./api/types";
import { Forecasts } from "./forecast/Forecasts";
import { useTrials } from "./forecast/useTrials";
import { learn } from "./i18n/spoken";
import { LocaleProvider, useText } from "./i18n/text";
import { HappeningsProvider } from "./shell/happenings";
import { Household } from "./shell/Household";
import { useShut } from "./shell/lockState";
import { LockWatch } from "./shell/LockWatch";
import { localeOf, PreferencesProvider, settingsKey, usePreferences } from "./shell/preferences";
import { reaches, usePowers } from "./shell/powers";
import { SessionProvider } from "./shell/session";
import { Shell, type Beside, type Tray } from "./shell/Shell";
import { Blank, Guard, Loading, Missing } from "./shell/States";
import styles from "./shell/States.module.css";
import { plansKey } from "./shell/TopBar";
import { useFaultWords } from "./shell/useFaultWords";
import { Button } from "./ui/Button";
import { EmptyState, FailedState } from "./ui/Card";
import { Toasts, ToastProvider } from "./ui/Toast";
import { fetchMenu } from "./ui/Menu";
import { fetchPopover } from "./ui/Popover";
import { part } from "./ui/part";

const Today = part(() => import("./forecast/today/Today"));
const Futures = part(() => import("./forecast/futures/Futures"));
const Replay = part(() => import("./forecast/runs/Replay"));
const Levers = part(() => import("./forecast/levers/Levers"));
const Compare = part(() => import("./forecast/compare/Compare"));
const DifferenceList = part(() => import("./plan/DifferenceList").then((m) => ({ default: m.DifferenceList })));
const MovedTimeline = part(() => import("./plan/MovedTimeline").then((m) => ({ default: m.MovedTimeline })));
const Conflicts = part(() => import("./plan/Conflicts").then((m) => ({ default: m.Conflicts })));
const Dock = part(() => import("./forecast/Dock").then((m) => ({ default: m.Dock })));
const Documents = part(() => import("./library/Documents"));
const Reader = part(() => import("./library/reader/Reader"));
const DocumentsSoon = part(() => import("./library/DocumentsSoon"));
const AdvisorPage = part(() => import("./answer/AdvisorPage"));
const Told = part(() => import("./answer/Told").then((m) => ({ default: m.Told })));
const ToldOfCheckIn = part(() => import("./answer/Told").then((m) => ({ default: m.ToldOfCheckIn })));
const ToldOfDocument = part(() => import("./answer/Told").then((m) => ({ default: m.ToldOfDocument })));
const AdvisorDock = part(() => import("./answer/AdvisorDock").then((m) => ({ default: m.AdvisorDock })));
const UseFigureDialog = part(() => import("./plan/documents/UseFigureDialog"));
const PalettePanel = part(() => import("./palette/Palette"));
const Report = part(() => import("./report/Report"));
const Track = part(() => import("./track/Track"));
const OnTrack = part(() => import("./track/OnTrack").then((m) => ({ default: m.OnTrack })));
const PlanPage = part(() => import("./plan/PlanPage").then((m) => ({ default: m.PlanPage })));
const Settings = part(() => import("./shell/Settings"));
const PathPage = part(() => import("./shell/path/PathPage"));
const Method = part(() => import("./shell/Method"));
const People = part(() => import("./share/People"));
const Network = part(() => import("./share/Network"));
const Health = part(() => import("./shell/health/Health"));
const LockScreen = part(() => import("./shell/LockScreen"));
const LeverLines = part(() => import("./forecast/levers/LeverLines").then((m) => ({ default: m.LeverLines })));
const ScenarioRow = part(() => import("./forecast/compare/OnPaper").then((m) => ({ default: m.ScenarioRow })));
const ScenarioPair = part(() => import("./forecast/compare/OnPaper").then((m) => ({ default: m.ScenarioPair })));
const Primitives = part(() => import("./ui/Primitives"));
const Join = part(() => import("./share/Join"));
const Welcome = part(() => import("./forecast/welcome/Welcome"));

/** The screens by the part of an address that names them, what is likely first. */
const screens: Record<string, { load: () => Promise<unknown> }> = {
  today: Today,
  plan: PlanPage,
  futures: Futures,
  levers: Levers,
  compare: Compare,
  track: Track,
  docs: Documents,
  report: Report,
  settings: Settings,
  health: Health,
  people: People,
  advisor: AdvisorPage,
  method: Method,
  network: Network,
  welcome: Welcome,
};

/** Fetches the screen of an address before it is shown. One that cannot be fetched now says so when it is. */
function fetchScreen(address: string): void {
  const place = address.split("/").find((name) => name in screens);
  if (place) void screens[place]?.load().catch(() => undefined);
}

/** What the first screen takes is fetched while the program is still asking what it needs to show it. */
function useFirstScreen(lastPath: string | undefined): void {
  const { pathname } = window.location;
  useEffect(() => {
    void learn(localeOf("", navigator.languages)).catch(() => undefined); // most speak the language of their browser
    fetchScreen(pathname);
  }, [pathname]);
  useEffect(() => {
    if (pathname === "/" && lastPath !== undefined) fetchScreen(lastPath || "today");
  }, [pathname, lastPath]);
}

/** Where a person may go from the first screen, and what may open there; what is likely first. */
const others = [
  { load: fetchMenu },
  { load: fetchPopover },
  OnTrack,
  Told,
  DocumentsSoon,
  Dock,
  ...Object.values(screens),
  PalettePanel,
  AdvisorDock,
  DifferenceList,
  MovedTimeline,
  Replay,
  Reader,
  ToldOfDocument,
  UseFigureDialog,
  ToldOfCheckIn,
  Conflicts,
  PathPage,
];

const quiet = 1500;

/**
 * Once the first screen stands, the others are fetched, so that going there takes no time. One after another: all
 * their files at once are more than a guest may ask for at once, and stand in the way of whatever else is asked.
 */
function useOtherScreens(): void {
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      for (const other of others) if (!left) await other.load().catch(() => undefined);
    }, quiet);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, []);
}

export function App() {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1 } } }));
  return (
    <QueryClientProvider client={queries}>
      <ToastProvider>
        {window.location.pathname === "/join" ? (
          <Suspense fallback={<Blank />}>
            <Join />
          </Suspense>
        ) : (
          <Unlocked>
            <Boot>
              <BrowserRouter>
                <Places />
              </BrowserRouter>
            </Boot>
          </Unlocked>
        )}
      </ToastProvider>
    </QueryClientProvider>
  );
}

/** Nothing of the program is there while the lock is shut: neither shown nor kept. */
function Unlocked({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const shut = useShut();
  useEffect(() => {
    if (shut) queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "words" && query.queryKey[1] !== "shut" });
  }, [shut, queries]);
  if (!shut) return children;
  return (
    <Suspense fallback={<Blank />}>
      <LockScreen />
    </Suspense>
  );
}

/** Asks who serves this page and what the owner chose; everything else needs both. */
function Boot({ children }: { children: ReactNode }) {
  const [ended, setEnded] = useState<Fault | null>(null);
  const session = useQuery({ queryKey: ["session"], queryFn: getSession, staleTime: Infinity });
  const settings = useQuery({ queryKey: settingsKey, queryFn: getSettings, staleTime: Infinity });
  useFirstScreen(settings.data?.lastPath);
  if (ended) return <Unreachable fault={ended} />;
  if (session.data && settings.data) {
    const { you } = session.data;
    return (
      <SessionProvider value={session.data}>
        <HappeningsProvider {...(you.remote ? { onRefused: setEnded, onStands: () => void readNew(you) } : {})}>
          <PreferencesProvider settings={settings.data} systemLocale={session.data.window ? session.data.locale : ""}>
            <LockWatch />
            {children}
            <Toasts />
          </PreferencesProvider>
        </HappeningsProvider>
      </SessionProvider>
    );
  }
  const error = session.error ?? settings.error;
  if (!error) return <Blank />;
  return (
    <Unreachable
      fault={Fault.of(error)}
      again={() => {
        void session.refetch();
        void settings.refetch();
      }}
    />
  );
}

/** A guest is cut off when the owner grants something else: what was shown under the old terms goes. */
async function readNew(you: Session["you"]): Promise<void> {
  const now = await getSession().catch(() => null);
  if (now && JSON.stringify(now.you) !== JSON.stringify(you)) window.location.reload();
}

/** Nothing can be asked, so the words are in the browser's language. Without again, asking anew cannot help. */
function Unreachable({ fault, again }: { fault: Fault; again?: () => void }) {
  const locale = localeOf("", navigator.languages);
  const words = useQuery({ queryKey: ["words", locale], queryFn: () => learn(locale).then(() => true) });
  if (!words.data) return null;
  return (
    <LocaleProvider locale={locale}>
      <NoAnswer fault={fault} {...(again ? { again } : {})} />
    </LocaleProvider>
  );
}

function NoAnswer({ fault, again }: { fault: Fault; again?: () => void }) {
  const t = useText();
  const words = useFaultWords()(fault);
  return (
    <main className={styles.page}>
      <FailedState
        page
        title={words.title}
        fix={words.fix || t("app.unreachable.fix")}
        {...(again
          ? {
              actions: (
                <Button look="primary" onClick={again}>
                  {t("app.again")}
                </Button>
              ),
            }
          : {})}
      />
    </main>
  );
}

function Places() {
  return (
    <Routes>
      <Route path="/" element={<Home />} />
      <Route path="/welcome/*" element={<Welcoming />} />
      <Route path="/h/:household" element={<OpenPlan />}>
        <Route index element={<Navigate to="today" replace />} />
        <Route
          path="today"
          element={
            <Today
              documents={
                <Suspense fallback={null}>
                  <DocumentsSoon />
                </Suspense>
              }
              told={
                <Suspense fallback={null}>
                  <Told />
                </Suspense>
              }
              onTrack={
                <Suspense fallback={null}>
                  <OnTrack />
                </Suspense>
              }
            />
          }
        />
        <Route path="plan/:section?" element={<PlanPage dock={<Dock />} />} />
        <Route path="futures/runs/:future" element={<Replay />} />
        <Route path="futures/:view?" element={<Futures />} />
        <Route path="levers" element={<Levers />} />
        <Route path="compare" element={<Compare Differences={DifferenceList} Timelines={MovedTimeline} />} />
        <Route
          path="track/:view?"
          element={
            <Track
              told={
                <Suspense fallback={null}>
                  <ToldOfCheckIn />
                </Suspense>
              }
            />
          }
        />
        <Route path="docs" element={<Documents />} />
        <Route path="docs/:document" element={<Reader UseFigure={UseFigureDialog} Told={ToldOfDocument} />} />
        <Route path="advisor" element={<AdvisorPage />} />
        <Route path="report" element={<Report Levers={LeverLines} Compared={{ Row: ScenarioRow, Pair: PaperScenario }} />} />
        <Route path="people" element={<People />} />
        <Route path="settings" element={<Settings />} />
        <Route path="settings/path" element={<PathPage />} />
        <Route path="network" element={<Network />} />
        <Route path="method" element={<Method />} />
        <Route path="health" element={<Health />} />
        <Route path="*" element={<Missing />} />
      </Route>
      <Route path="/settings" element={<Loose place="settings" screen={<Settings />} />} />
      <Route path="/settings/path" element={<Loose place="settings/path" screen={<PathPage />} />} />
      <Route path="/network" element={<Loose place="network" screen={<Network />} />} />
      <Route path="/health" element={<Loose place="health" screen={<Health />} />} />
      <Route path="/people" element={<Loose place="people" screen={<People />} />} />
      <Route path="/method" element={<Loose place="method" screen={<Method />} />} />
      <Route path="/today" element={<LastPlan place="today" />} />
      <Route path="/plan/:section?" element={<LastPlan place="plan" />} />
      <Route path="/futures/:view?" element={<LastPlan place="futures" />} />
      <Route path="/futures/runs/:future" element={<LastPlan place="futures/runs" />} />
      <Route path="/levers" element={<LastPlan place="levers" />} />
      <Route path="/compare" element={<LastPlan place="compare" />} />
      <Route path="/track/:view?" element={<LastPlan place="track" />} />
      <Route path="/docs/:document?" element={<LastPlan place="docs" />} />
      <Route path="/report" element={<LastPlan place="report" />} />
      <Route path="/primitives" element={<Framed screen={<Primitives />} />} />
      <Route path="/advisor" element={<LastPlan place="advisor" />} />
      <Route path="*" element={<Framed screen={<Missing />} />} />
    </Routes>
  );
}

/** The first plan on the list that is one already, and not about to be made. */
const made = (plans: readonly PlanSummary[]) => plans.find((plan) => !unfinished(plan));

/** Where the program opens: where it was left, else the newest plan, else the first run. */
function Home() {
  const { settings } = usePreferences();
  const { changesPlans } = usePowers();
  const plans = useQuery({ queryKey: plansKey, queryFn: listPlans });
  if (plans.isPending) return <Loading />;
  const list = plans.data ?? [];
  const last = list.find((p) => p.id === settings.lastPlan);
  if (last && settings.lastPath.startsWith(`/h/${last.id}/`)) return <Navigate to={settings.lastPath} replace />;
  const plan = last ?? made(list);
  if (!plan && !changesPlans) return <Nothing />;
  return <Navigate to={plan ? `/h/${plan.id}/today` : "/welcome"} replace />;
}

/** Short addresses go to the plan that was open last, else to the first that is made. */
function LastPlan({ place }: { place: string }) {
  const { settings } = usePreferences();
  const plans = useQuery({ queryKey: plansKey, queryFn: listPlans, enabled: !settings.lastPlan });
  const { section, view, future, document } = useParams();
  const { search, hash } = useLocation();
  const rest = section ?? view ?? future ?? document;
  if (plans.isLoading) return <Loading />;
  const plan = settings.lastPlan || made(plans.data ?? [])?.id;
  return <Navigate to={plan ? `/h/${plan}/${place}${rest ? "/" + rest : ""}${search}${hash}` : "/"} replace />;
}

/** What needs no plan stands in the frame of the plan that was open last, so that its name and forecast stay in sight; without one, alone. */
function Loose({ place, screen }: { place: string; screen: ReactNode }) {
  const { settings } = usePreferences();
  const plans = useQuery({ queryKey: plansKey, queryFn: listPlans });
  if (plans.isPending) return <Loading />;
  const there = plans.data?.some((p) => p.id === settings.lastPlan);
  return there ? <LastPlan place={place} /> : <Framed screen={screen} />;
}

/** An open plan stays open while its screens change. */
function OpenPlan() {
  useOtherScreens();
  const { household = "" } = useParams();
  return (
    <Household key={household} id={household} Forecasts={Forecasts}>
      <ConversationProvider>
        <Framed screen={<Outlet />} Advisor={AdvisorDock} Conflicts={Conflicts} Palette={Palette} />
      </ConversationProvider>
    </Household>
  );
}

/** The palette with what only features know: what can be tried, and how to ask. */
function Palette({ onClose }: { onClose: () => void }) {
  return <PalettePanel onClose={onClose} trials={useTrials()} ask={useAsk()} />;
}

/** What a scenario changes is said by the feature that knows the plan. */
function PaperScenario(props: Omit<PairProps, "Differences">) {
  return <ScenarioPair {...props} Differences={DifferenceList} />;
}

function Framed({ screen, Advisor, Conflicts: Deciding, Palette }: { screen: ReactNode; Advisor?: Beside; Conflicts?: Tray; Palette?: Beside }) {
  const { pathname } = useLocation();
  const there = reaches(usePowers(), pathname.replace(/^\/(?:h\/[^/]*\/)?/, ""));
  return (
    <Shell {...(Advisor ? { Advisor } : {})} {...(Deciding ? { Conflicts: Deciding } : {})} {...(Palette ? { Palette } : {})}>
      <Guard at={pathname}>
        <Suspense fallback={<Loading />}>{there ? screen : <Missing />}</Suspense>
      </Guard>
    </Shell>
  );
}

/** A guest of a household that has no plan yet. */
function Nothing() {
  const t = useText();
  return (
    <Framed
      screen={
        <EmptyState page title={t("guest.nothing")}>
          {t("guest.nothing.text")}
        </EmptyState>
      }
    />
  );
}

function Welcoming() {
  const { changesPlans } = usePowers();
  if (!changesPlans) return <Navigate to="/" replace />;
  return (
    <Guard at="welcome">
      <Suspense fallback={<Loading />}>
        <Welcome />
      </Suspense>
    </Guard>
  );
}
