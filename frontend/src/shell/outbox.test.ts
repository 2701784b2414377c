import { expect, test } from "vitest";
import { outboxOf } from "./outbox";

const draft = { op: "1", base: 1, seen: [], name: { key: "a" }, patch: { name: "B" }, settles: [] };

test("what one person wrote is nothing to another in the same browser", () => {
  const store: Storage = Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  }) as Storage;
  const [mine, theirs, other] = [outboxOf("owner", "p", store), outboxOf("kim", "p", store), outboxOf("owner", "q", store)];
  mine.put(draft);
  mine.refuse({ name: { key: "a" }, patch: {}, problems: [] });
  expect(mine.drafts()).toEqual([draft]);
  expect([theirs.drafts(), other.drafts(), theirs.refused(), other.refused()]).toEqual([[], [], null, null]);
});
