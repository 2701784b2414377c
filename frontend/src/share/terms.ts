// What a guest is offered: which choices go together, and what they come to.
import type { GuestRole, GuestSection, GuestTerms, MoneyVisibility } from "../api/types";

export const roles: readonly GuestRole[] = ["viewer", "adviser", "editor", "owner"];
export const planParts: readonly GuestSection[] = ["people", "accounts", "income", "spending", "property", "goals", "rules"];
export const sections: readonly GuestSection[] = [...planParts, "results", "documents", "advisor"];
export const visibilities: readonly MoneyVisibility[] = ["full", "rounded", "percent"];

/** What somebody new is offered until the owner says otherwise: to look at everything but documents. */
export const usual: GuestTerms = { name: "", role: "viewer", sections: [...planParts, "results"], money: "full" };

/** Roles that change the plan see all of it, in full: what they send back must be what they were shown. */
function writes(role: GuestRole): boolean {
  return role === "editor" || role === "adviser";
}

/** Whether a section cannot be taken from this role. */
export function fixed(role: GuestRole, section: GuestSection): boolean {
  return role === "owner" || (writes(role) && planParts.includes(section));
}

/** Whether a role sees amounts in full, whatever is chosen. */
export function exact(role: GuestRole): boolean {
  return role === "owner" || writes(role);
}

/** The terms with another role, and what that role needs. */
export function withRole(terms: GuestTerms, role: GuestRole): GuestTerms {
  const needed = role === "owner" ? sections : writes(role) ? planParts : [];
  return { ...terms, role, sections: sections.filter((s) => terms.sections.includes(s) || needed.includes(s)), money: exact(role) ? "full" : terms.money, control: role === "owner" && terms.control === true };
}

/** The terms with a section granted or not. The advisor draws on everything, so it comes with all and goes with any. */
export function withSection(terms: GuestTerms, section: GuestSection, granted: boolean): GuestTerms {
  if (fixed(terms.role, section)) return terms;
  if (section === "advisor" && granted) return { ...terms, sections: [...sections] };
  const kept = sections.filter((s) => (s === section ? granted : terms.sections.includes(s)));
  return { ...terms, sections: granted || section === "advisor" ? kept : kept.filter((s) => s !== "advisor") };
}

/** The address that lets a guest in: the secret stands behind #, which no server and no log is sent. */
export function linkOf(host: string, token: string): string {
  return `${host.replace(/\/$/, "")}/join#invite=${token}`;
}

/** The secret of an address's fragment; "" for none. */
export function tokenOf(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("invite") ?? "";
}
