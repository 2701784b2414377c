// Everything that can be done from anywhere, as one list.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { listPlans } from "../api/plans";
import type { Plan } from "../api/types";
import { textIn, useLocale, type T } from "../i18n/text";
import type { Key } from "../i18n/spoken";
import { lockNow } from "../shell/lockState";
import { usePlanSession } from "../shell/planSession";
import { reaches, usePowers } from "../shell/powers";
import { usePreferences } from "../shell/preferences";
import { useSession } from "../shell/session";
import { nextPrivacy } from "../shell/TopBar";

export type Group = "ask" | "go" | "try" | "add" | "jump" | "switch" | "set";

export interface Command {
  key: string;
  group: Group;
  label: string;
  /** Other words that find it, above all those of the other language. */
  also: readonly string[];
  /** A small word beside it: what it belongs to. */
  note?: string;
  /** The keys that do the same. */
  keys?: readonly string[];
  run: () => void;
}

/** A change that can be tried, given by the feature that knows it. */
export interface Trial {
  key: string;
  name: Key;
  run: () => void;
}

const places = [
  ["today", "nav.today", "t"],
  ["plan", "nav.plan", "p"],
  ["futures", "nav.futures", "f"],
  ["levers", "nav.levers", "l"],
  ["compare", "nav.compare", "c"],
  ["track", "nav.track", "k"],
  ["track/check-in", "track.checkIn", ""],
  ["track/import", "track.import", ""],
  ["docs", "nav.docs", "d"],
  ["advisor", "nav.advisor", "a"],
  ["report", "nav.report", "r"],
  ["settings", "nav.settings", "s"],
  ["method", "method.title", ""],
] as const satisfies readonly (readonly [string, Key, string])[];

const sections = ["people", "timeline", "accounts", "income", "spending", "property", "goals", "saving", "withdrawals", "allocation", "taxes", "assumptions"] as const;

/** The part of the household that each shows. */
const granted = { people: "people", timeline: "people", accounts: "accounts", income: "income", spending: "spending", property: "property", goals: "goals", saving: "rules", withdrawals: "rules", allocation: "rules", taxes: "rules", assumptions: "rules" } as const;

/** Where records are added, and what each is called. */
const additions = ["people", "timeline", "accounts", "income", "spending", "property", "goals"] as const;

/** Where the records of a collection are edited. */
const homes = { people: "people", milestones: "timeline", accounts: "accounts", income: "income", spending: "spending", property: "property", debts: "property", goals: "goals" } as const;

/** A label in the reader's language, and in the other as well. */
function named(t: T, other: T | null, key: Key): Pick<Command, "label" | "also"> {
  const say = (of: T) => (of as (key: Key) => string)(key); // names have no arguments
  return { label: say(t), also: other ? [say(other)] : [] };
}

export interface Sources {
  trials: readonly Trial[];
  ask: (question: string) => void;
  close: () => void;
  /** The other language has been learnt. */
  bilingual: boolean;
}

export function useCommands(query: string, { trials, ask, close, bilingual }: Sources): Command[] {
  const locale = useLocale();
  const go = useNavigate();
  const session = usePlanSession();
  const { settings, change } = usePreferences();
  const { you } = useSession();
  const powers = usePowers();
  const plans = useQuery({ queryKey: ["plans"], queryFn: listPlans });
  const t = textIn(locale);
  const other = bilingual ? textIn(locale === "ko" ? "en" : "ko") : null;
  const { edits, state } = session;
  const { id, plan } = state;
  const home = `/h/${id}`;
  const visit = (to: string) => () => void go(`${home}/${to}`);
  const name = (key: Key) => named(t, other, key);
  const found: Command[] = [
    ...places.filter(([to]) => reaches(powers, to)).map(([to, key, letter]): Command => ({ key: `go.${to}`, group: "go", ...name(key), ...(letter ? { keys: ["g", letter] } : {}), run: visit(to) })),
    ...sections.filter((section) => powers.sees(granted[section])).map((section): Command => ({ key: `plan.${section}`, group: "go", ...name(`plan.section.${section}`), note: t("nav.plan"), run: visit(`plan/${section}`) })),
    ...(edits ? trials : []).map((trial): Command => ({ key: `try.${trial.key}`, group: "try", ...name(trial.name), run: trial.run })),
    ...(edits ? additions : []).map((section): Command => ({ key: `add.${section}`, group: "add", ...name(`palette.add.${section}`), keys: ["n"], run: () => void Promise.resolve(go(`${home}/plan/${section}`)).then(pressAdd) })),
    ...records(plan).map((r): Command => ({ key: `jump.${r.id}`, group: "jump", label: r.name, also: [], note: t(`plan.section.${r.section}`), run: visit(`plan/${r.section}?edit=${encodeURIComponent(r.edit)}`) })),
    ...Object.entries(plan.scenarios ?? {}).filter(([, s]) => !s.archived).map(([key, s]): Command => ({ key: `scenario.${key}`, group: "switch", label: s.name ?? "", also: [], note: t("nav.compare"), run: visit(`compare?b=${key}`) })),
    ...(plans.data ?? []).filter((p) => p.id !== id).map((p): Command => ({ key: `household.${p.id}`, group: "switch", label: p.name, also: [], note: t("bar.household"), run: () => void go(`/h/${p.id}/today`) })),
    ...(powers.changesPlans ? [{ key: "new", group: "switch" as const, ...name("bar.new"), run: () => void go("/welcome") }] : []),
    ...(edits ? [{ key: "undo", group: "set" as const, ...name("keys.undo"), keys: ["mod", "Z"], run: () => void session.undo() }] : []),
    ...(edits ? [{ key: "redo", group: "set" as const, ...name("keys.redo"), keys: ["mod", "Shift", "Z"], run: () => void session.redo() }] : []),
    { key: "basis", group: "set", ...name("keys.basis"), keys: ["v"], run: () => change({ basis: settings.basis === "real" ? "nominal" : "real" }) },
    ...(you.role === "owner" && !you.remote ? [{ key: "lock", group: "set", ...name("lock.now"), keys: ["mod", "Shift", "L"], run: () => void lockNow().catch(visit("settings")) } satisfies Command] : []),
    { key: "privacy", group: "set", ...name("keys.privacy"), keys: ["p"], run: () => change({ privacy: nextPrivacy(settings.privacy) }) },
    ...(["light", "dark", "system"] as const).map((theme): Command => ({ key: `theme.${theme}`, group: "set", ...name(`settings.theme.${theme}`), note: t("settings.theme"), run: () => change({ theme }) })),
    { key: "english", group: "set", ...name("palette.english"), note: t("settings.language"), run: () => change({ locale: "en" }) },
    { key: "korean", group: "set", ...name("palette.korean"), note: t("settings.language"), run: () => change({ locale: "ko" }) },
  ];
  const typed = query.trim();
  const year = /^(19|20|21)\d\d$/.exec(typed)?.[0];
  if (year && powers.sees("results")) found.unshift({ key: `year.${year}`, group: "jump", label: t("palette.year", { year }), also: [typed], run: visit(`futures/year?y=${year}`) });
  if (typed.length > 1 && powers.asks) found.push({ key: "ask", group: "ask", label: t("palette.ask", { question: typed }), also: [typed], run: () => ask(typed) });
  return found.map((command) => ({
    ...command,
    run: () => {
      close();
      command.run();
    },
  }));
}

const patience = 3000;

/** Presses the section's own button once it is there: what it does is known in one place. */
function pressAdd(): void {
  const begun = performance.now();
  const look = () => {
    const button = document.querySelector<HTMLElement>("main [data-add]");
    if (button) button.click();
    else if (performance.now() - begun < patience) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

interface Named {
  id: string;
  edit: string;
  name: string;
  section: (typeof homes)[keyof typeof homes];
}

function records(plan: Plan): Named[] {
  return (Object.keys(homes) as (keyof typeof homes)[]).flatMap((collection) =>
    Object.entries(plan[collection] ?? {})
      .filter(([, r]) => !r.archived && r.name)
      .map(([edit, r]) => ({ id: `${collection}.${edit}`, edit, name: r.name ?? "", section: homes[collection] })),
  );
}
