import { describe, expect, it } from "vitest";
import { item, named, orElse, part, through, type Lens } from "./lens";

interface Box {
  list: { n: number }[];
  odd?: string;
  maybe?: { share: number };
}

function root(value: Box) {
  const kept: { next: Box; edit: string | undefined }[] = [];
  const tried: Box[] = [];
  const lens: Lens<Box> = {
    value,
    pointer: "/box",
    set: (next, edit) => kept.push({ next, edit }),
    preview: (next) => tried.push(next),
  };
  return { lens, kept, tried };
}

describe("lenses", () => {
  it("change one thing and leave the rest", () => {
    const { lens, kept } = root({ list: [{ n: 1 }, { n: 2 }], odd: "kept" });
    const n = part(item(part(lens, "list", "edit.record"), 1), "n");
    expect(n.value).toBe(2);
    expect(n.pointer).toBe("/box/list/1/n");
    n.set(5);
    expect(kept).toEqual([{ next: { list: [{ n: 1 }, { n: 5 }], odd: "kept" }, edit: "edit.record" }]);
  });
  it("carry the innermost name", () => {
    const { lens, kept } = root({ list: [] });
    named(part(lens, "list", "edit.record"), "edit.rename").set([]);
    part(lens, "list", "edit.record").set([]);
    expect(kept.map(({ edit }) => edit)).toEqual(["edit.rename", "edit.record"]);
  });
  it("bring absent values in with the first change", () => {
    const { lens, tried } = root({ list: [] });
    const percent = through(part(orElse(part(lens, "maybe"), { share: 0.5 }), "share"), (s) => s * 100, (p) => p / 100);
    expect(percent.value).toBe(50);
    percent.preview(25);
    expect(tried).toEqual([{ list: [], maybe: { share: 0.25 } }]);
  });
});
