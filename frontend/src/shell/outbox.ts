// What a page has not been told to be kept yet stays in the browser, so that a reload
// loses nothing: edits on their way one by one, and what was refused.
import type { Patch } from "../api/plans";
import type { EditName, Problem } from "../api/types";

/** An edit that the backend has not acknowledged. */
export interface Draft {
  /** Its name; drafts go out in the order of their names. */
  op: string;
  base: number;
  /** The drafts before it, which whoever made it had seen. */
  seen: string[];
  name: EditName;
  patch: Patch;
  settles: string[];
  /** It may have arrived, and is to be taken back when that is known. */
  undone?: boolean;
}

/** What was refused, for its maker to look at again. */
export interface Refused {
  name: EditName;
  patch: Patch;
  problems: Problem[];
}

/** Where one person's drafts of one plan are kept. */
export interface Outbox {
  /** All that were not acknowledged, of any page of this browser, in their order. */
  drafts(): Draft[];
  has(op: string): boolean;
  put(draft: Draft): void;
  drop(op: string): void;
  refused(): Refused | null;
  /** null when there is nothing to look at any more. */
  refuse(refused: Refused | null): void;
}

const prefix = "meridian.edit.";

/**
 * The browser's own store, an entry for each draft: pages that share it do not write over each
 * other, and whoever joins in the same browser sends nothing that another has written. Where it is full or forbidden, drafts live as long as the page.
 */
export function outboxOf(person: string, plan: string, store: Storage | null = storage()): Outbox {
  const at = (op: string) => `${prefix}${person}.${plan}.${op}`;
  const refusal = `meridian.refused.${person}.${plan}`;
  const write = (key: string, value: unknown) => {
    try {
      store?.setItem(key, JSON.stringify(value));
    } catch {
      // no room: the page itself still has it
    }
  };
  return {
    drafts: () => {
      const keys = store ? Object.keys(store).filter((key) => key.startsWith(at(""))) : [];
      return keys.toSorted().flatMap((key) => read<Draft>(store, key, isDraft) ?? []);
    },
    has: (op) => store?.getItem(at(op)) != null,
    put: (draft) => write(at(draft.op), draft),
    drop: (op) => store?.removeItem(at(op)),
    refused: () => read<Refused>(store, refusal, isRefused),
    refuse: (refused) => (refused ? write(refusal, refused) : store?.removeItem(refusal)),
  };
}

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function read<T>(store: Storage | null, key: string, fits: (value: unknown) => boolean): T | null {
  try {
    const value: unknown = JSON.parse(store?.getItem(key) ?? "null");
    return fits(value) ? (value as T) : null;
  } catch {
    return null;
  }
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);
const isName = (v: unknown) => isObject(v) && typeof v["key"] === "string";
const isDraft = (v: unknown) => isObject(v) && typeof v["op"] === "string" && typeof v["base"] === "number" && Array.isArray(v["seen"]) && isName(v["name"]) && isObject(v["patch"]) && Array.isArray(v["settles"]);
const isRefused = (v: unknown) => isObject(v) && isName(v["name"]) && isObject(v["patch"]) && Array.isArray(v["problems"]);
