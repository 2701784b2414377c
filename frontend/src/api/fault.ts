import type { Problem } from "./types";

/** What went wrong, in words fit for people, as the backend said it (RFC 9457). */
export class Fault extends Error {
  /** HTTP status; 0 when the backend could not be reached. */
  readonly status: number;
  /** Stable code for programs, e.g. "plan.invalid". */
  readonly code: string;
  /** What a person can do about it; may be empty. */
  readonly fix: string;
  /** Every fault of a refused document, by JSON pointer. */
  readonly problems: Problem[];

  constructor(status: number, code: string, title: string, fix = "", problems: Problem[] = []) {
    super(title);
    this.name = "Fault";
    this.status = status;
    this.code = code;
    this.fix = fix;
    this.problems = problems;
  }

  /** The same words for the same trouble, whatever was thrown. */
  static of(thrown: unknown): Fault {
    if (thrown instanceof Fault) return thrown;
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return new Fault(0, "unreachable", said);
  }

  /** Reads a problem document; tolerates anything, since proxies answer in HTML. */
  static fromDocument(status: number, body: unknown): Fault {
    if (typeof body !== "object" || body === null) return new Fault(status, "http." + status, "HTTP " + status);
    const b = body as { title?: unknown; code?: unknown; fix?: unknown; problems?: unknown };
    return new Fault(
      status,
      typeof b.code === "string" ? b.code : "http." + status,
      typeof b.title === "string" ? b.title : "HTTP " + status,
      typeof b.fix === "string" ? b.fix : "",
      Array.isArray(b.problems) ? (b.problems as Problem[]) : [],
    );
  }
}
