import { json } from "./client";
import type { AuditLog, Door, DraftList, Guest, GuestList, GuestTerms, InvitationOffer, InvitedGuest, NewGuest, PlanState, You } from "./types";

const at = (id: string) => "/guests/" + encodeURIComponent(id);

/** What an invitation offers; uses nothing up. */
export function lookInvitation(token: string): Promise<InvitationOffer> {
  return json("POST", "/join/look", { body: { token } });
}

/** Begins a session for whoever shows an invitation. */
export function join(token: string): Promise<You> {
  return json("POST", "/join", { body: { token } });
}

/** Ends the session. */
export function leave(): Promise<void> {
  return json("POST", "/leave");
}

/** Everybody who was let in. */
export function listGuests(): Promise<GuestList> {
  return json("GET", "/guests");
}

/** Invites a person, or lets a program in. The answer holds what lets them in, this once. */
export function inviteGuest(guest: NewGuest): Promise<InvitedGuest> {
  return json("POST", "/guests", { body: guest });
}

/** Puts a guest under other terms. */
export function changeGuest(id: string, terms: GuestTerms): Promise<Guest> {
  return json("PATCH", at(id), { body: terms });
}

/** Shows a guest out, at once. */
export function revokeGuest(id: string): Promise<void> {
  return json("POST", at(id) + "/revoke");
}

/** Names the Cloudflare Access application before the second listener; empty for none. */
export function changeDoor(door: Door): Promise<Door> {
  return json("PATCH", "/door", { body: door });
}

/** Who did what; before a line of the log, or from the newest. */
export function getAudit(before?: number): Promise<AuditLog> {
  return json("GET", "/audit" + (before ? `?before=${before}` : ""));
}

/** The drafts of advisers. */
export async function listDrafts(): Promise<DraftList["drafts"]> {
  return (await json<DraftList>("GET", "/drafts")).drafts;
}

/** Begins a draft of a plan. */
export function startDraft(plan: string): Promise<PlanState> {
  return json("POST", `/plans/${encodeURIComponent(plan)}/drafts`);
}

/** Takes what a draft changed into its plan, as of the revision that was seen. */
export function acceptDraft(draft: string, base: number): Promise<PlanState> {
  return json("POST", `/drafts/${encodeURIComponent(draft)}/accept`, { body: { base } });
}

/** Puts a draft away. */
export function declineDraft(draft: string): Promise<void> {
  return json("POST", `/drafts/${encodeURIComponent(draft)}/decline`);
}
