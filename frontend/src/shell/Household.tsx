// Everything that an open plan needs around its screens: the plan's store, its
// forecasts, whose money amounts are in, and the place to come back to.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode, type RefObject } from "react";
import { useLocation } from "react-router";
import { Fault } from "../api/fault";
import { editPlan, getPlan, listPlans, redoPlan, rewindPlan, undoPlan, type Patch } from "../api/plans";
import type { EditName, PlanState } from "../api/types";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { FailedState } from "../ui/Card";
import { MoneyProvider } from "../ui/Money";
import { useToast } from "../ui/Toast";
import { shareOf, useProgressNews } from "../ui/useProgressNews";
import { useForecast, useRunProgress } from "./forecastSession";
import { formatChance } from "../format/chance";
import { useHappenings } from "./happenings";
import { successFact } from "./headline";
import { Loading, Missing } from "./States";
import states from "./States.module.css";
import { PlanSessionProvider, type PlanSession } from "./planSession";
import { outboxOf } from "./outbox";
import { PlanStore, type PlanNews } from "./planStore";
import { useEdits } from "./powers";
import { usePreferences } from "./preferences";
import { useSession } from "./session";
import { withoutOldSources } from "./sources";
import { plansKey } from "./TopBar";
import { useEditName } from "./useEditName";
import { useFaultWords } from "./useFaultWords";

/** What runs the forecasts of a plan: given by App, which knows the forecast feature. */
export type ForecastHost = (props: { plan: string; revision: number; preview: PreviewLine; children: ReactNode }) => ReactNode;

/** What the forecast is told of edits: the patch that is being tried (null: none any more), and what is being saved. */
interface PreviewListener {
  tried(patch: Patch | null): void;
  saving(patch: Patch): void;
}

/** How the plan session hands previews to the forecast without knowing it. */
export class PreviewLine implements PreviewListener {
  #listener: PreviewListener | null = null;
  tried(patch: Patch | null): void {
    this.#listener?.tried(patch);
  }
  saving(patch: Patch): void {
    this.#listener?.saving(patch);
  }
  listen(listener: PreviewListener): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }
}

/** Loads the plan of this id and opens it around its screens. */
export function Household({ id, Forecasts, children }: { id: string; Forecasts: ForecastHost; children: ReactNode }) {
  const t = useText();
  const words = useFaultWords();
  // One reading per opening: afterwards the store is the plan.
  const plan = useQuery({ queryKey: ["plan", id], queryFn: () => getPlan(id), staleTime: Infinity, gcTime: 0, retry: false });
  if (plan.data) {
    return (
      <OpenPlan key={id} first={plan.data} Forecasts={Forecasts}>
        {children}
      </OpenPlan>
    );
  }
  if (!plan.error) return <Loading />;
  const fault = Fault.of(plan.error);
  if (fault.status === 404) {
    return (
      <main>
        <Missing />
      </main>
    );
  }
  return (
    <main className={states.page}>
      <FailedState
        page
        title={words(fault).title}
        fix={words(fault).fix || t("app.unreachable.fix")}
        actions={
          <Button look="primary" onClick={() => void plan.refetch()}>
            {t("app.again")}
          </Button>
        }
      />
    </main>
  );
}

function OpenPlan({ first, Forecasts, children }: { first: PlanState; Forecasts: ForecastHost; children: ReactNode }) {
  const onPage = useRef(0); // places of the page that show what is refused
  const news = usePlanNews(onPage);
  const person = useSession().you.id;
  const [store] = useState(() => new PlanStore(first, { get: getPlan, edit: editPlan, undo: undoPlan, redo: redoPlan, rewind: rewindPlan }, (n) => news.current(n), outboxOf(person, first.id)));
  const [line] = useState(() => new PreviewLine());
  const shown = useSyncExternalStore(store.subscribe, store.snapshot);
  const edits = useEdits(first.id);
  const showRefusals = useCallback(() => {
    onPage.current++;
    return () => void onPage.current--;
  }, []);
  const session = useMemo<PlanSession>(
    () => ({
      ...shown,
      edits,
      edit: async (name: EditName, patch: Patch, settles?: string[]) => {
        if (!edits) return false;
        const change = withoutOldSources(shown.state.plan, patch);
        line.saving(store.onKept(change));
        return store.edit(name, change, settles);
      },
      dismiss: () => store.dismiss(),
      showRefusals,
      preview: (patch) => edits && line.tried(patch && store.onKept(patch)),
      undo: async () => void (edits && (await store.undo())),
      redo: async () => void (edits && (await store.redo())),
      rewind: async (to) => void (edits && (await store.rewind(to))),
      settled: () => store.settled(),
    }),
    [shown, store, line, edits, showRefusals],
  );
  useOtherWindows(first.id, store);
  useConnection(store);
  useListOfPlans(shown.state);
  useLastPlace(first.id);
  return (
    <PlanSessionProvider value={session}>
      <PlanMoney currency={shown.state.plan.currency}>
        <Forecasts plan={first.id} revision={shown.revision} preview={line}>
          <Announcer />
          {children}
        </Forecasts>
      </PlanMoney>
    </PlanSessionProvider>
  );
}

function PlanMoney({ currency, children }: { currency: string; children: ReactNode }) {
  const { settings } = usePreferences();
  const locale = useLocale();
  const { you } = useSession();
  const view = useMemo(() => ({ locale, privacy: settings.privacy, currency, told: you.money }), [locale, settings.privacy, currency, you.money]);
  return <MoneyProvider view={view}>{children}</MoneyProvider>;
}

/** Says in a toast what was undone, or why something was not kept, unless the page itself says that. */
function usePlanNews(onPage: RefObject<number>) {
  const t = useText();
  const say = useEditName();
  const words = useFaultWords();
  const { toast } = useToast();
  const tell = useCallback(
    (news: PlanNews) => {
      if ("name" in news) toast({ text: t(news.kind === "undone" ? "undo.done" : "redo.done", { what: say(news.name) }) });
      else if (news.kind === "nothing") toast({ text: t(`${news.step}.nothing`) });
      else if (news.kind === "rewound") toast({ text: t("history.done") });
      else if (news.kind === "overtaken") toast({ text: t("overtaken.step"), tone: "bad" });
      else if (news.kind === "contested") toast({ text: t("conflict.news", { count: news.places }) });
      else if (news.kind !== "refused" || onPage.current === 0) {
        const { title, fix, problems } = words(news.fault);
        toast({ text: t(news.kind === "refused" ? "edit.refused" : "edit.lost", { why: problems[0] ?? [title, fix].filter(Boolean).join(" ") }), tone: "bad" });
      }
    },
    [t, say, words, toast, onPage],
  );
  const newest = useRef(tell);
  useEffect(() => {
    newest.current = tell;
  });
  return newest;
}

/** Takes over what another window did to the plan. */
function useOtherWindows(plan: string, store: PlanStore): void {
  const queries = useQueryClient();
  useHappenings(({ kind, id, revision = 0 }) => {
    if (kind === "plan.changed" && id === plan) void store.heard(revision);
    if (kind !== "lagged") return;
    // The list is small and says which revision is the newest.
    void listPlans().then(
      (list) => {
        queries.setQueryData(plansKey, list);
        void store.heard(list.find((p) => p.id === plan)?.revision ?? 0);
      },
      () => undefined, // what was not heard shows when something is changed
    );
  });
}

/** What waits is tried again as soon as the browser or a happening says that the line stands. */
function useConnection(store: PlanStore): void {
  useHappenings(() => store.wake());
  useEffect(() => {
    const wake = () => store.wake();
    window.addEventListener("online", wake);
    return () => {
      window.removeEventListener("online", wake);
      store.close();
    };
  }, [store]);
}

function useListOfPlans({ plan: { name, demo } }: PlanState): void {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: plansKey });
  }, [queries, name, demo]);
}

const settle = 800;

/** The program opens where it was left. */
function useLastPlace(plan: string): void {
  const { pathname } = useLocation();
  const { change } = usePreferences();
  useEffect(() => {
    if (!pathname.startsWith("/h/")) return undefined; // the first run is no place to come back to
    const timer = setTimeout(() => change({ lastPlan: plan, lastPath: pathname }), settle);
    return () => clearTimeout(timer);
  }, [plan, pathname, change]);
}

/** Tells screen readers that a forecast takes long, and when a full result has come. */
function Announcer() {
  const t = useText();
  const locale = useLocale();
  const { announce } = useToast();
  const { result, previewing, running } = useForecast();
  const progress = useRunProgress();
  useProgressNews({ name: running && !previewing ? t("run.going") : "", share: shareOf(progress) });
  const header = !previewing && !running ? result?.header : undefined;
  const success = header && successFact(header);
  const share = success ? formatChance(success.value, locale) : "";
  useEffect(() => {
    if (share) announce(t("run.done", { share }));
  }, [announce, t, share, header?.hash]);
  return null;
}
