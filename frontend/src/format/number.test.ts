import { expect, test } from "vitest";
import { formatSize } from "./number";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1200, "1.2 KB"],
  [45_000, "45 KB"],
  [3_400_000, "3.4 MB"],
  [2_000_000_000_000, "2000 GB"],
])("%d bytes are %s", (bytes, said) => expect(formatSize(bytes)).toBe(said));
