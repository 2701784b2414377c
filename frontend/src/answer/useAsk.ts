import { useNavigate } from "react-router";
import { usePlanSession } from "../shell/planSession";
import { useConversation } from "./conversation";

/** Asks from anywhere, and goes to where the answer will stand. */
export function useAsk(): (question: string) => void {
  const go = useNavigate();
  const { id } = usePlanSession().state;
  const { ask } = useConversation();
  return (question) => {
    ask({ question });
    void go(`/h/${id}/advisor`);
  };
}
