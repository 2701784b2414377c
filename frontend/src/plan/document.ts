// The plan document as the editor reads it: the backend's types, with the two unions
// that are told apart by a field (a moment or a trigger, a moment or a span) laid flat.

import type { Goal as KeptGoal, Milestone as KeptMilestone, Plan as KeptPlan, Span, TimeRef, Trigger } from "../api/types";
import type { Records } from "./order";

/** A TimeRef's fields, or a trigger. */
export type MilestoneWhen = Partial<TimeRef> & { trigger?: Trigger };

export type Milestone = Omit<KeptMilestone, "when"> & { when: MilestoneWhen };

/** A moment's fields or a span's; never both. */
export type GoalWhen = Partial<TimeRef> & Span;

export type Goal = Omit<KeptGoal, "when"> & { when: GoalWhen };

export type Plan = Omit<KeptPlan, "milestones" | "goals"> & {
  milestones?: Records<Milestone>;
  goals?: Records<Goal>;
};

/** Shares of a mix by asset class. */
export type Weights = { [classId: string]: number };
