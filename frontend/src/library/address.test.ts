import { expect, test } from "vitest";
import { pointedAt, readerQuery } from "./address";

test.each([
  [3, {}],
  [1, { quote: { start: 120, end: 180 } }],
  [12, { hash: "sha256:ab12" }],
])("page %d and what is marked on it are read back: %o", (page, pointed) => {
  expect(pointedAt(new URLSearchParams(readerQuery(page, pointed)))).toEqual({ page, ...pointed });
});

test.each(["", "?page=0", "?page=-3&quote=5-2", "?page=x&quote=a-b", "?quote=1"])("%j is the first page, with nothing marked", (query) => {
  expect(pointedAt(new URLSearchParams(query))).toEqual({ page: 1 });
});
