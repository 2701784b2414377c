import { describe, expect, test } from "vitest";
import { linkOf, planParts, sections, tokenOf, usual, withRole, withSection } from "./terms";

describe("what goes together", () => {
  test("whoever edits sees the whole plan, with exact amounts", () => {
    const terms = withRole({ ...usual, sections: ["results"], money: "percent" }, "editor");
    expect(terms.sections).toEqual([...planParts, "results"]);
    expect(terms.money).toBe("full");
    expect(withSection(terms, "income", false)).toBe(terms);
  });
  test("the advisor comes with everything and goes with anything", () => {
    const all = withSection(usual, "advisor", true);
    expect(all.sections).toEqual(sections);
    expect(withSection(all, "documents", false).sections).not.toContain("advisor");
  });
  test("control ends with the owner's role", () => {
    const owner = { ...withRole(usual, "owner"), control: true };
    expect(withRole(owner, "viewer").control).toBe(false);
  });
});

test("the secret stands behind the fragment and is read back", () => {
  const link = linkOf("https://x.example/", "01J.abc-_");
  expect(link).toBe("https://x.example/join#invite=01J.abc-_");
  expect(tokenOf(new URL(link).hash)).toBe("01J.abc-_");
  expect(tokenOf("#other=1")).toBe("");
  expect(tokenOf("")).toBe("");
});
