// What every editor of the plan works with: the document as it is shown, and lenses into it.
// A change that was refused stays on the page as unsaved, so that nothing typed is lost.
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { usePlanSession, useShowsRefusals } from "../shell/planSession";
import type { EditName, Problem } from "../api/types";
import type { Plan } from "./document";
import type { EditKey } from "./editNames";
import type { Lens } from "./lens";
import { applyPatch, combine } from "../api/patch";
import { difference, isObject, patchAt, toPointer, type Patch } from "./patch";
import { recordsOf, type RecordOf } from "./collection";
import type { Collection } from "./sections";

export interface Editing {
  /** The kept plan, with what was refused over it. */
  plan: Plan;
  problems: readonly Problem[];
  /** Whether the page shows changes that were refused. */
  unsaved: boolean;
  discard: () => void;
  retry: () => void;
  commit: (key: EditKey, args: EditName["args"], patch: Patch) => Promise<boolean>;
  preview: (patch: Patch | null) => void;
}

const EditingContext = createContext<Editing | null>(null);

export function EditingProvider({ children }: { children: ReactNode }) {
  return <EditingContext value={useEditingState()}>{children}</EditingContext>;
}

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("useEditing outside the plan's page");
  return editing;
}

function useEditingState(): Editing {
  const session = usePlanSession();
  useShowsRefusals();
  const { refused } = session;
  const kept = session.state.plan as Plan;
  return useMemo(() => {
    const send = (name: EditName, patch: Patch): Promise<boolean> => {
      const whole = refused ? combine(refused.patch, patch) : patch;
      if (refused) session.dismiss();
      return session.edit(name, whole);
    };
    return {
      plan: refused ? applyPatch(kept, refused.patch) : kept,
      problems: refused ? session.problems : session.state.problems,
      unsaved: refused !== null,
      discard: () => {
        session.dismiss();
        session.preview(null);
      },
      retry: () => {
        if (refused) void send(refused.name, {});
      },
      commit: (key, args, patch) => send(args ? { key, args } : { key }, patch),
      preview: (patch) => session.preview(patch && refused ? combine(refused.patch, patch) : patch),
    };
  }, [session, refused, kept]);
}

/** A lens on any place of the document. */
export function useLens<T>(path: readonly string[], edit: EditKey, name?: string): Lens<T> {
  return lensAt(useEditing(), path, edit, name);
}

/** The same without a hook, for lists whose length changes. */
export function lensAt<T>(editing: Editing, path: readonly string[], edit: EditKey, name?: string): Lens<T> {
  const value = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), editing.plan) as T;
  const change = (next: T) => difference(value, next);
  return {
    value,
    pointer: toPointer(path),
    set: (next, inner) => {
      const delta = change(next);
      if (delta === undefined) editing.preview(null);
      else void editing.commit(inner ?? edit, name === undefined ? undefined : { name }, patchAt(path, delta));
    },
    preview: (next) => {
      const delta = change(next);
      editing.preview(delta === undefined ? null : patchAt(path, delta));
    },
  };
}

/** A lens on one record; undo names it. */
export function useRecord<C extends Collection>(collection: C, id: string): Lens<RecordOf[C]> {
  const editing = useEditing();
  const name = recordsOf(editing.plan, collection)[id]?.name;
  return lensAt(editing, [collection, id], "edit.record", name ?? "");
}
