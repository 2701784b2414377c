import { expect, test } from "vitest";
import { shortName } from "./plans";

test("the name of an edit fits what the backend keeps, however long a record is called", () => {
  for (const letter of ["a", "가", "🙂"]) {
    const { args } = shortName({ key: "edit.rename", args: { name: letter.repeat(200) } });
    expect(new TextEncoder().encode(args?.["name"]).length).toBeLessThanOrEqual(256);
    expect(args?.["name"]?.endsWith("…")).toBe(true);
  }
});

test("a short name stays as it is", () => expect(shortName({ key: "edit.rename", args: { name: "집" } })).toEqual({ key: "edit.rename", args: { name: "집" } }));
