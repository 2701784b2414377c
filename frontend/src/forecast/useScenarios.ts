import { useMemo } from "react";
import { combine } from "../api/patch";
import type { Patch } from "../api/plans";
import { useText } from "../i18n/text";
import { branching, nameFor } from "../shell/branching";
import { usePlanSession } from "../shell/planSession";
import { useToast } from "../ui/Toast";
import { branchesOf, merging, type Branch } from "./scenarios";

/** What can be done with the plan's scenarios. Every act is one edit with a name, so that undo takes it back. */
export interface ScenarioActs {
  /** Makes a scenario and gives its id; null when it was refused. */
  create: (name: string, patch: Patch) => Promise<string | null>;
  rename: (branch: Branch, name: string) => Promise<boolean>;
  /** Lays a further change over what the scenario changes already. */
  change: (branch: Branch, patch: Patch) => Promise<boolean>;
  /** Makes these the scenario's changes, in place of those it had. */
  replace: (branch: Branch, patch: Patch) => Promise<boolean>;
  apply: (branch: Branch) => Promise<boolean>;
  archive: (branch: Branch) => Promise<boolean>;
  restore: (branch: Branch) => Promise<boolean>;
}

export function useScenarios(): ScenarioActs {
  const t = useText();
  const { toast } = useToast();
  const { state, edit, undo } = usePlanSession();
  const plan = state.plan;
  return useMemo(() => {
    const act = (key: string, name: string, patch: Patch) => edit({ key: `edit.scenario.${key}`, args: { name } }, patch);
    const one = (id: string, patch: Patch): Patch => ({ scenarios: { [id]: patch } });
    const replace = (branch: Branch, patch: Patch) => act("change", branch.name ?? "", one(branch.id, { patch }));
    return {
      create: async (wanted, patch) => {
        const { open, away } = branchesOf(plan);
        const name = nameFor(wanted, [...open, ...away]);
        const made = branching(name, patch);
        if (!(await act("create", name, made.edit))) return null;
        toast({ text: t("compare.created", { name }) });
        return made.id;
      },
      rename: (branch, name) => act("rename", name, one(branch.id, { name })),
      change: (branch, patch) => replace(branch, combine(branch.patch, patch)),
      replace,
      apply: async (branch) => {
        const done = await act("apply", branch.name ?? "", merging(branch));
        if (done) toast({ text: t("compare.applied", { name: branch.name ?? "" }), act: { label: t("compare.undo"), run: () => void undo() } });
        return done;
      },
      archive: async (branch) => {
        const done = await act("archive", branch.name ?? "", one(branch.id, { archived: true }));
        if (done) toast({ text: t("compare.archived", { name: branch.name ?? "" }), act: { label: t("compare.undo"), run: () => void undo() } });
        return done;
      },
      restore: (branch) => act("restore", branch.name ?? "", one(branch.id, { archived: null })),
    };
  }, [plan, edit, undo, t, toast]);
}
