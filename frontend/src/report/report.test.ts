import { describe, expect, test } from "vitest";
import { blocks, moved, restored, unchosen, withPreset } from "./options";
import { paginate, type Measured } from "./pages";
import { shares } from "./amounts";

const piece = (height: number, more: Partial<Measured> = {}): Measured => ({ height, keep: false, fresh: false, ...more });

describe("pages", () => {
  test("as many pieces as fit", () => expect(paginate([piece(40), piece(40), piece(40)], 100)).toEqual([[0, 1], [2]]));
  test("no heading stands alone at the end", () => expect(paginate([piece(80), piece(15, { keep: true }), piece(40)], 100)).toEqual([[0], [1, 2]]));
  test("what is higher than a page has one of its own", () => expect(paginate([piece(10), piece(300), piece(10)], 100)).toEqual([[0], [1], [2]]));
  test("a piece can begin a page", () => expect(paginate([piece(10), piece(10, { fresh: true })], 100)).toEqual([[0], [1]]));
  test("a heading at the very end ends", () => expect(paginate([piece(10, { keep: true })], 100)).toEqual([[0]]));
  test("nothing is no page", () => expect(paginate([], 100)).toEqual([]));
});

describe("options", () => {
  const fresh = unchosen("en", "real");
  test("a preset's parts stand first", () => {
    const page = withPreset(fresh, "page");
    expect(page.order.slice(0, 2)).toEqual(["summary", "fan"]);
    expect(page.order.toSorted()).toEqual(blocks.toSorted());
  });
  test("a part goes where it is put", () => expect(moved(["summary", "plan", "fan"], "fan", 0)).toEqual(["fan", "summary", "plan"]));
  test("what was kept comes back, and nonsense does not", () => {
    expect(restored(JSON.stringify({ ...fresh, amounts: "percent", order: ["fan", "fan", "x"] }), fresh)).toMatchObject({ amounts: "percent", shown: fresh.shown });
    expect(restored(JSON.stringify({ order: ["fan", "fan", "x"] }), fresh).order.length).toBe(blocks.length);
    expect(restored("{", fresh)).toBe(fresh);
    expect(restored(null, fresh)).toBe(fresh);
  });
});

test("percentages give no amount away", () => {
  expect(shares(250, 1000, "en")).toBe("25%");
  expect(shares(12_345, 1000, "en")).toBe("1,235%");
  expect(shares(5, 0, "en")).toBe("–");
});
