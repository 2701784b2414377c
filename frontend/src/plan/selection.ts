import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export interface Selection {
  /** The record being edited, or "". */
  id: string;
  open: (id: string) => void;
  close: () => void;
}

/** The record being edited stands in the address, so that it can be linked and survives a reload. */
export function useSelection(): Selection {
  const [params, setParams] = useSearchParams();
  const id = params.get("edit") ?? "";
  const open = useCallback((next: string) => setParams({ edit: next }, { replace: true, preventScrollReset: true }), [setParams]);
  const close = useCallback(() => setParams({}, { replace: true, preventScrollReset: true }), [setParams]);
  return useMemo(() => ({ id, open, close }), [id, open, close]);
}
