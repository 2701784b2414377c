// The seam between whoever shows or edits the plan and the shell that keeps it.
// The Plan editor knows this file and nothing else of the shell or the forecast.
import { createContext, useContext, useEffect } from "react";
import type { Moment, Patch } from "../api/plans";
import type { EditName, PlanState, Problem } from "../api/types";
import type { Refused } from "./outbox";

/** The open plan and the acts that change it. */
export interface PlanSession {
  /** The newest state. Edits show here at once, before the backend has answered. */
  state: PlanState;
  /** Whether whoever looks may change this plan. Where not, every act below does nothing. */
  edits: boolean;
  /**
   * Keeps a change under a name that undo can say: {key:"edit.income.amount", args:{name:"Salary"}}.
   * The patch is an RFC 7396 merge patch over the plan (null removes). Edits are sent one after another.
   * True when kept, or when it waits in safety for the connection. False when refused: state is as
   * before, `refused` holds the edit and `problems` says why. Never rejects.
   * settles names conflicts that the edit decides.
   */
  edit(name: EditName, patch: Patch, settles?: string[]): Promise<boolean>;
  /**
   * Shows what a change would do, on 1,000 futures, without keeping it: call it on every move of a
   * slider (at most one request is under way; the latest value goes next). null ends the preview.
   * An edit ends it too.
   */
  preview(patch: Patch | null): void;
  /** What was refused, until it is tried again or dismissed. */
  refused: Refused | null;
  dismiss(): void;
  /** Says that what is refused is shown on the page, with the words why, until the returned function is called; meanwhile no toast repeats it. */
  showRefusals(): () => void;
  /** Undo and redo one's own newest change; the shell says in a toast what was undone. */
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Makes the plan again what it was; undo takes that back like any change. */
  rewind(to: Moment): Promise<void>;
  /** Problems of the kept plan (warnings), and after a refused edit its errors, by JSON pointer. */
  problems: Problem[];
  /** An edit, undo or redo is on its way. */
  busy: boolean;
  /**
   * Resolves when none is: all is kept or refused, or waits for the connection. What is asked of the backend
   * afterwards meets the plan as it is shown. Never rejects.
   */
  settled(): Promise<void>;
  /** How many edits wait for the connection; 0 while it stands. */
  waiting: number;
}

const PlanSessionContext = createContext<PlanSession | null>(null);

export const PlanSessionProvider = PlanSessionContext.Provider;

/** The open plan; only inside screens that need one. */
export function usePlanSession(): PlanSession {
  const session = useContext(PlanSessionContext);
  if (!session) throw new Error("usePlanSession outside an open plan");
  return session;
}

/** The open plan, or null where there may be none. */
export function useMaybePlanSession(): PlanSession | null {
  return useContext(PlanSessionContext);
}

/** For whoever shows what is refused beside where it was asked for. */
export function useShowsRefusals(shows = true): void {
  const { showRefusals } = usePlanSession();
  useEffect(() => (shows ? showRefusals() : undefined), [shows, showRefusals]);
}
