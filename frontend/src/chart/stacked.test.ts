import { describe, expect, test } from "vitest";
import { columnsPath, reach, roomFor, stack } from "./stacked";
import { layout, ribbonPath } from "./ribbons";

const layer = (id: string, ...values: number[]) => ({ id, label: id, token: "--t", values });

describe("stacked columns", () => {
  const stacked = stack([layer("a", 3, 1), layer("b", 2, -4), layer("c", -1, -1)], 2);
  test("grow away from nothing on both sides", () => {
    expect(stacked.map((s) => s.spans)).toEqual([
      [[0, 3], [0, 1]],
      [[3, 5], [-4, 0]],
      [[-1, 0], [-5, -4]],
    ]);
  });
  test("reach from the lowest to the highest, and to the line over them", () => {
    expect(reach(stacked)).toEqual([-5, 5]);
    expect(reach(stacked, [7])).toEqual([-5, 7]);
  });
  test("are one path, without what has no height", () => expect(columnsPath([[0, 2], [1, 1]], (i) => i * 10, 8, (v) => 100 - v)).toBe("M0 98h8v2h-8Z"));
  test("have their name where it fits", () => {
    const spans: [number, number][] = [[0, 1], [0, 30], [0, 40], [0, 30], [0, 1]];
    expect(roomFor(spans, (v) => v, 10, 25, 15)).toEqual({ i: 2, value: 15 });
    expect(roomFor(spans, (v) => v, 10, 60, 15)).toBeNull();
  });
});

describe("ribbons through a pool", () => {
  const flow = (id: string, value: number) => ({ id, label: id, value, token: "--t" });
  const { ribbons, poolTop, poolBottom } = layout([flow("a", 60), flow("b", 40)], [flow("c", 30), flow("d", 70)], 300, 20, 10);
  test("fill it on both sides", () => {
    for (const side of ["in", "out"] as const) {
      const own = ribbons.filter((r) => r.side === side);
      expect(own[0]?.poolTop).toBeCloseTo(poolTop);
      expect(own.at(-1)?.poolBottom).toBeCloseTo(poolBottom);
      expect(own[1]?.poolTop).toBeCloseTo(own[0]?.poolBottom ?? 0);
    }
  });
  test("stay inside the picture, and apart", () => {
    for (const r of ribbons) expect(r.top).toBeGreaterThanOrEqual(0);
    for (const r of ribbons) expect(r.bottom).toBeLessThanOrEqual(300);
    const [a, b] = ribbons.filter((r) => r.side === "in");
    expect((b?.top ?? 0) - (a?.bottom ?? 0)).toBeGreaterThanOrEqual(10);
  });
  test("of nothing at all are a picture too", () => expect(layout([], [], 300, 20, 10).ribbons).toEqual([]));
  test("are closed shapes", () => expect(ribbonPath(0, 1, 2, 10, 3, 4)).toMatch(/^M0 1C.*L10 4C.*Z$/));
});
