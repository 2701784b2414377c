/** Where in a plan an address leads: its screen, and after a slash the section. */
export function placeIn(pathname: string): string {
  const [, , , screen = "", section = ""] = pathname.split("/");
  // A document's or a future's own number is nobody's business.
  return screen === "plan" || screen === "futures" ? [screen, section].filter(Boolean).join("/").slice(0, 64) : screen.slice(0, 64);
}

/** The letters that stand for a person: of a name in Latin letters its first two, of any other its first. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.map((word) => [...word][0] ?? "");
  return (/^\p{Script=Latin}/u.test(name) ? letters.slice(0, 2).join("") : (letters[0] ?? "")).toUpperCase();
}
