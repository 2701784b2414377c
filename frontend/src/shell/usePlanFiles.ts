import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { PlanState } from "../api/types";
import { openPlanFile, savePlanFile } from "../desktop/files";
import { useText } from "../i18n/text";
import { useToast } from "../ui/Toast";
import { useSession } from "./session";
import { useFaultWords } from "./useFaultWords";

/** Opening and saving plan files, with what happened said in a toast. */
export function usePlanFiles(): { open: () => void; save: (plan: { id: string; name: string }) => void } {
  const t = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const { toast } = useToast();
  const { native } = useSession();
  const words = useFaultWords();
  const fail = (thrown: unknown) => {
    const { title, fix, problems } = words(thrown);
    toast({ text: [title, fix].filter(Boolean).join(" "), details: problems, tone: "bad" });
  };
  const show = (state: PlanState | null) => {
    if (!state) return;
    void queries.invalidateQueries({ queryKey: ["plans"] });
    void go(`/h/${state.id}/today`);
  };
  return {
    open: () => void openPlanFile(native).then(show, fail),
    save: (plan) => void savePlanFile(native, plan).then((name) => name && toast({ text: t("bar.saved", { name }) }), fail),
  };
}
