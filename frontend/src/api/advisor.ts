import { json } from "./client";
import type { AdvisorThread, Assessment, AssessmentList, CardMark, Job, NewQuestion, SeenMessage, Suggestions } from "./types";

const at = (plan: string) => "/plans/" + encodeURIComponent(plan);

/** Asks the advisor; the job's result is the id of the thread that then holds the answer. */
export async function startQuestion(plan: string, question: NewQuestion): Promise<Job> {
  return (await json<{ job: Job }>("POST", at(plan) + "/questions", { body: question })).job;
}

/** The conversations about a plan, the newest first, without their answers. */
export async function listThreads(plan: string, signal?: AbortSignal): Promise<AdvisorThread[]> {
  return (await json<{ threads: AdvisorThread[] }>("GET", at(plan) + "/threads", { signal })).threads;
}

/** Questions to offer on a screen, and the model that would answer. */
export function getSuggestions(plan: string, screen: string, signal?: AbortSignal): Promise<Suggestions> {
  return json("GET", at(plan) + "/suggestions?" + new URLSearchParams({ screen }), { signal });
}

export function getThread(thread: string, signal?: AbortSignal): Promise<AdvisorThread> {
  return json("GET", "/threads/" + encodeURIComponent(thread), { signal });
}

/** Deletes a conversation; nobody can undo it. */
export function deleteThread(thread: string): Promise<void> {
  return json("DELETE", "/threads/" + encodeURIComponent(thread));
}

/** What a model was told and said for an answer, word by word. */
export async function getSeen(card: string, signal?: AbortSignal): Promise<SeenMessage[]> {
  return (await json<{ messages: SeenMessage[] }>("GET", "/cards/" + encodeURIComponent(card) + "/seen", { signal })).messages;
}

/** Says what became of a change that an answer offers, or how good the answer was. */
export function markCard(card: string, mark: CardMark): Promise<void> {
  return json("POST", "/cards/" + encodeURIComponent(card) + "/marks", { body: mark });
}

/** What is told of a plan unasked, the newest first. */
export async function listAssessments(plan: string, signal?: AbortSignal): Promise<Assessment[]> {
  return (await json<AssessmentList>("GET", at(plan) + "/assessments", { signal })).assessments;
}
