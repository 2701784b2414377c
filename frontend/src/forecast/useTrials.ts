import { useNavigate } from "react-router";
import { usePlanSession } from "../shell/planSession";
import { useText } from "../i18n/text";
import { readyBranches } from "./compare/ready";
import { useScenarios } from "./useScenarios";

/** The ready changes, each made into a scenario and compared at once. */
export function useTrials() {
  const t = useText();
  const go = useNavigate();
  const acts = useScenarios();
  const { id, plan } = usePlanSession().state;
  return readyBranches(plan).map(({ kind, patch }) => ({
    key: kind,
    name: `compare.new.${kind}` as const,
    run: () => void acts.create(t(`compare.new.${kind}`), patch).then((made) => made && go(`/h/${id}/compare?b=${made}`)),
  }));
}
