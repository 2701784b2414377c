import { describe, expect, it } from "vitest";
import { between, last, living, moved, movedItem, ordered } from "./order";

describe("between", () => {
  const cases: [string | undefined, string | undefined][] = [
    [undefined, undefined],
    [undefined, "a0"],
    ["a0", "a1"],
    ["a0", undefined],
    ["a1", "z9"],
    ["z9", undefined],
    ["zz", undefined],
    ["a0V", "a1"],
    ["a", "b"],
    ["a", "a1"],
    ["az", "b"],
  ];
  it.each(cases)("finds room between %s and %s", (low, high) => {
    const key = between(low, high);
    expect(key).not.toBeNull();
    expect(key! > (low ?? "")).toBe(true);
    if (high !== undefined) expect(key! < high).toBe(true);
  });
  it("says so when there is none", () => {
    expect(between("a", "a0")).toBeNull();
    expect(between("b", "a")).toBeNull();
    expect(between("a", "a")).toBeNull();
    expect(between("ä", "z")).toBeNull();
  });
  it("keeps finding room at the same place", () => {
    let high = "a1";
    for (let i = 0; i < 200; i++) {
      const key = between("a0", high);
      expect(key).not.toBeNull();
      expect(key! > "a0" && key! < high).toBe(true);
      high = key!;
    }
  });
});

describe("records", () => {
  const records = {
    x: { sort: "a1" },
    y: { sort: "a0" },
    z: { sort: "a1" },
    gone: { sort: "a2", archived: true },
    bare: {},
  };
  it("stand by sort, then by id", () => {
    expect(ordered(records).map(([id]) => id)).toEqual(["bare", "y", "x", "z", "gone"]);
    expect(living(records).map(([id]) => id)).toEqual(["bare", "y", "x", "z"]);
  });
  it("are added last", () => {
    expect(last(records) > "a2").toBe(true);
    expect(last(undefined)).not.toBe("");
  });
});

describe("moved", () => {
  const records = { a: { sort: "a0" }, b: { sort: "a1" }, c: { sort: "a2" }, d: { sort: "a3" } };
  const after = (id: string, to: number) => {
    const keys = moved(records, id, to);
    const next: { [id: string]: { sort: string } } = { ...records, ...keys };
    return ordered(next).map(([key]) => key).join("");
  };
  it.each([
    ["a", 2, "bcad"],
    ["d", 0, "dabc"],
    ["b", 3, "acdb"],
    ["c", 2, "abcd"],
  ] as const)("brings %s to place %i", (id, to, want) => {
    expect(after(id, to)).toBe(want);
  });
  it("changes one key where there is room", () => {
    expect(Object.keys(moved(records, "a", 2))).toEqual(["a"]);
  });
  it("renumbers where there is none", () => {
    const tight = { a: { sort: "a" }, b: { sort: "a" }, c: { sort: "a" } };
    const keys = moved(tight, "c", 1);
    expect(ordered(keys).map(([id]) => id)).toEqual(["a", "c", "b"]);
  });
  it("renumbers long lists in order", () => {
    const ids = Array.from({ length: 80 }, (_, i) => "r" + String(i).padStart(2, "0"));
    const tight = Object.fromEntries(ids.map((id) => [id, { sort: "m" }]));
    const got = ordered(moved(tight, "r79", 40)).map(([id]) => id);
    expect(got).toEqual([...ids.slice(0, 40), "r79", ...ids.slice(40, 79)]);
  });
});

describe("movedItem", () => {
  it("moves within bounds", () => {
    expect(movedItem(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(movedItem(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(movedItem(["a"], 4, 0)).toEqual(["a"]);
  });
});
