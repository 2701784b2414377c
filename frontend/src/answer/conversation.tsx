// The conversation about the open plan: one for the dock and the page, so that going from one to
// the other loses nothing.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { getThread, startQuestion } from "../api/advisor";
import { Fault } from "../api/fault";
import { client } from "../api/forecasts";
import { cancelJob, followJob } from "../api/jobs";
import type { AnswerCard, JobProgress, NewQuestion } from "../api/types";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { useToast } from "../ui/Toast";

/** What is asked: in a person's own words, by a template, or both. */
export type Asked = Pick<NewQuestion, "question" | "template" | "amount" | "screen">;

/** Where the newest question stands while there is no card for it. */
export type Turn =
  | { state: "working"; asked: Asked; progress: JobProgress | null }
  | { state: "stopped"; asked: Asked }
  | { state: "failed"; asked: Asked; fault: Fault };

export interface Conversation {
  /** null before the first question. */
  thread: string | null;
  cards: readonly AnswerCard[];
  loading: boolean;
  /** Why the conversation cannot be shown. */
  fault: Fault | null;
  turn: Turn | null;
  ask: (asked: Asked) => void;
  stop: () => void;
  /** Opens another conversation; null begins a new one. */
  open: (thread: string | null) => void;
}

const ConversationContext = createContext<Conversation | null>(null);

export function useConversation(): Conversation {
  const found = useContext(ConversationContext);
  if (!found) throw new Error("useConversation outside an open plan");
  return found;
}

export const threadsKey = (plan: string) => ["threads", plan] as const;
export const threadKey = (thread: string) => ["thread", thread] as const;

export function ConversationProvider({ children }: { children: ReactNode }) {
  const t = useText();
  const { announce } = useToast();
  const queries = useQueryClient();
  const { state } = usePlanSession();
  const [thread, setThread] = useState<string | null>(null);
  const [turn, setTurn] = useState<Turn | null>(null);
  const work = useRef<{ job: string | null; abort: AbortController } | null>(null);
  const read = useQuery({ queryKey: threadKey(thread ?? ""), queryFn: ({ signal }) => getThread(thread ?? "", signal), enabled: thread !== null, retry: false });
  useEffect(() => {
    if (thread !== null) void queries.invalidateQueries({ queryKey: threadKey(thread) }); // whether an answer is stale depends on the plan
  }, [queries, thread, state.revision]);
  const value = useMemo<Conversation>(() => {
    const leave = () => {
      const now = work.current;
      work.current = null;
      if (now?.job) void cancelJob(now.job).catch(() => undefined);
      now?.abort.abort();
    };
    const ask = async (asked: Asked) => {
      leave();
      const mine = { job: null as string | null, abort: new AbortController() };
      work.current = mine;
      const current = () => work.current === mine;
      setTurn({ state: "working", asked, progress: null });
      announce(t("advisor.working"));
      try {
        const job = await startQuestion(state.id, { ...asked, ...(thread ? { thread } : {}), client });
        mine.job = job.id;
        if (!current()) return void cancelJob(job.id).catch(() => undefined);
        const end = await followJob(job, (progress) => current() && setTurn({ state: "working", asked, progress }), mine.abort.signal);
        if (!current()) return;
        if (end.state === "failed") throw end.fault;
        if (end.state === "cancelled") return setTurn({ state: "stopped", asked });
        await queries.invalidateQueries({ queryKey: threadKey(end.result) });
        void queries.invalidateQueries({ queryKey: threadsKey(state.id) });
        setThread(end.result);
        setTurn(null);
        announce(t("advisor.answered"));
      } catch (thrown) {
        if (current()) setTurn({ state: "failed", asked, fault: Fault.of(thrown) });
      } finally {
        if (current()) work.current = null;
      }
    };
    return {
      thread,
      cards: (thread && read.data?.cards) || [],
      loading: thread !== null && read.isPending,
      fault: thread !== null && read.error ? Fault.of(read.error) : null,
      turn,
      ask: (asked) => void ask(asked),
      stop: () => {
        leave();
        setTurn((now) => (now?.state === "working" ? { state: "stopped", asked: now.asked } : now));
        announce(t("advisor.stopped"));
      },
      open: (next) => {
        leave();
        setTurn(null);
        setThread(next);
      },
    };
  }, [thread, turn, read.data, read.isPending, read.error, state.id, queries, announce, t]);
  return <ConversationContext value={value}>{children}</ConversationContext>;
}
