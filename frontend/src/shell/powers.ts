// What whoever looks may do, so that a screen offers nothing that the host would refuse. The host decides; this only
// keeps dead controls away.
import { useQuery } from "@tanstack/react-query";
import { listDrafts } from "../api/guests";
import type { GuestSection, You } from "../api/types";
import { useSession } from "./session";

export const draftsKey = ["drafts"] as const;

const planParts: readonly GuestSection[] = ["people", "accounts", "income", "spending", "property", "goals", "rules"];

export interface Powers {
  sees: (section: GuestSection) => boolean;
  /** Some part of the plan is shown. */
  seesPlan: boolean;
  /** All parts are, with exact amounts: what a change of one's own does would tell what is kept back from others. */
  seesAll: boolean;
  /** Changes any plan and makes new ones. */
  changesPlans: boolean;
  /** Puts plans away. */
  archives: boolean;
  /** Changes drafts of their own alone. */
  drafts: boolean;
  /** Adds, keeps and forgets documents. */
  keepsDocuments: boolean;
  /** Asks the advisor; to read what it told, seeing the section is enough. */
  asks: boolean;
  /** Keeps account of what really happened. */
  tracks: boolean;
  /** Lets people in, and looks after the host. */
  admits: boolean;
  /** Sits at the host itself. */
  atHost: boolean;
}

export function powersOf(you: You): Powers {
  const owner = you.role === "owner";
  const acts = !you.looking;
  const sees = (section: GuestSection) => owner || you.sections.includes(section);
  const keeper = owner || you.role === "editor";
  return {
    sees,
    seesPlan: planParts.some(sees),
    seesAll: owner || (you.money === "full" && planParts.every(sees)),
    changesPlans: acts && keeper,
    archives: acts && owner,
    drafts: acts && you.role === "adviser",
    keepsDocuments: acts && keeper && sees("documents"),
    asks: acts && you.role !== "viewer" && sees("advisor"),
    tracks: acts && keeper && sees("results"),
    admits: acts && owner && (!you.remote || you.control),
    atHost: acts && owner && !you.remote,
  };
}

/** Whether a screen is there for whoever looks, by the first word of its address. */
export function reaches(powers: Powers, to: string): boolean {
  const [screen = ""] = to.split("/");
  switch (screen) {
    case "plan":
      return powers.seesPlan;
    case "futures":
    case "levers":
    case "compare":
      return powers.sees("results");
    case "track":
      return powers.tracks;
    case "docs":
      return powers.sees("documents");
    case "advisor":
      return powers.sees("advisor");
    case "people":
    case "health":
      return powers.admits;
    case "network":
      return powers.atHost;
  }
  return true;
}

export function usePowers(): Powers {
  return powersOf(useSession().you);
}

/** Whether whoever looks may change this plan: an adviser may where it is a draft of theirs. */
export function useEdits(plan: string): boolean {
  const { changesPlans, drafts } = usePowers();
  const own = useQuery({ queryKey: draftsKey, queryFn: listDrafts, enabled: drafts });
  return changesPlans || (drafts && (own.data?.some((d) => d.plan === plan && d.state === "open") ?? false));
}
