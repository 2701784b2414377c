import { expect, it } from "vitest";
import { newId } from "./identity";

it("writes a ULID whose first ten letters are the time", () => {
  // 1469918176385 ms is 01ARYZ6S41 in the ULID specification's example.
  expect(newId(1469918176385)).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
});

it("does not repeat itself", () => {
  const ids = new Set(Array.from({ length: 2000 }, () => newId(0)));
  expect(ids.size).toBe(2000);
});
