import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { obeyMenu, type MenuActs } from "../desktop/menu";
import { useMaybePlanSession } from "./planSession";
import { usePlanFiles } from "./usePlanFiles";

/** Does what is chosen in the window's menu bar; in a browser nothing ever is. */
export function useMenu(): void {
  const go = useNavigate();
  const files = usePlanFiles();
  const session = useMaybePlanSession();
  const acts: MenuActs = {
    "new-household": () => void go("/welcome"),
    "open-plan": files.open,
    "save-plan": () => session && files.save({ id: session.state.id, name: session.state.plan.name }),
    undo: () => void session?.undo(),
    redo: () => void session?.redo(),
    about: () => void go("/settings"),
  };
  const newest = useRef(acts);
  useEffect(() => {
    newest.current = acts;
  });
  useEffect(
    () =>
      obeyMenu({
        "new-household": () => newest.current["new-household"](),
        "open-plan": () => newest.current["open-plan"](),
        "save-plan": () => newest.current["save-plan"](),
        undo: () => newest.current.undo(),
        redo: () => newest.current.redo(),
        about: () => newest.current.about(),
      }),
    [],
  );
}
