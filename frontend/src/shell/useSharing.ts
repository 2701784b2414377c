// Whether the program is open to others, heard by every window as it changes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getShare } from "../api/share";
import type { ShareState } from "../api/types";
import { useHappenings } from "./happenings";
import { useSession } from "./session";

/** Milliseconds between two looks at who is here. */
export const lookEvery = 4000;

export const shareKey = ["share"] as const;

/** Where sharing stands, for the owner at the machine; nothing for anybody else. */
export function useShare() {
  const queries = useQueryClient();
  useHappenings(({ kind }) => {
    if (kind === "share" || kind === "lagged") void queries.invalidateQueries({ queryKey: shareKey });
  });
  const { you } = useSession();
  return useQuery({
    queryKey: shareKey,
    queryFn: ({ signal }) => getShare(signal),
    enabled: you.role === "owner" && !you.remote,
    refetchInterval: ({ state }) => sharedWith(state.data?.phase ?? "off") && lookEvery, // who comes and goes makes no event
  });
}

/** The phase alone; off until it is known. */
export function useSharing(): ShareState["phase"] {
  return useShare().data?.phase ?? "off";
}

/** People can come in. */
export function sharedWith(phase: ShareState["phase"]): boolean {
  return phase === "live" || phase === "degraded" || phase === "reconnecting";
}
